import { browser } from './browser.ts';

/** The tab below a popup, by id; for a popup's page that was opened in a tab, that tab itself. */
export async function findActiveTab(): Promise<number | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}
