import { browser } from './browser.ts';
import { extensionTexts } from './extension-texts.ts';

/** Says that a run ended, if the person allowed notifications. Clicking it is told by `listenForNotificationClicks`. */
export async function notifyRunEnded(
  runId: string,
  name: string,
  counts: { done: number; total: number },
): Promise<void> {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const icons = browser.runtime.getManifest().icons ?? {};
  const icon = icons['128'] ?? Object.values(icons)[0];
  const textOf = await extensionTexts();
  await browser.notifications.create(runId, {
    type: 'basic',
    title: name,
    message: textOf('notification_run_ended', [String(counts.done), String(counts.total)]),
    iconUrl: icon === undefined ? '' : browser.runtime.getURL(icon),
  });
}

/** Call once, synchronously, when the background starts. Without the permission, which is asked for later, there is nothing to hear. */
export function listenForNotificationClicks(onClick: () => void): void {
  const { notifications } = browser as Partial<typeof browser>;
  notifications?.onClicked.addListener(onClick);
}
