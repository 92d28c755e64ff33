import { browser } from './browser.ts';
import { extensionTexts } from './extension-texts.ts';

const RUNNING_COLOUR = '#2383e2';
const FAILED_COLOUR = '#c4382f';

/** The toolbar icon's badge, and the same in the icon's title for those who cannot see it. */
export async function showBadge({ running, failed }: { running: number; failed: number }): Promise<void> {
  const text = running > 0 ? String(running) : failed > 0 ? '!' : '';
  const title = text === '' ? 'Visen' : (await extensionTexts())('badge_title', [String(running), String(failed)]);
  await browser.action.setBadgeText({ text });
  await browser.action.setBadgeBackgroundColor({ color: failed > 0 ? FAILED_COLOUR : RUNNING_COLOUR });
  await browser.action.setTitle({ title });
}
