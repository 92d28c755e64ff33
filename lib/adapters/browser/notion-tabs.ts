import { browser } from './browser.ts';

/** Ids of tabs that show Notion. */
export async function findNotionTabs(): Promise<readonly number[]> {
  const tabs = await browser.tabs.query({ url: ['https://app.notion.com/*', 'https://www.notion.so/*'] });
  return tabs.flatMap(({ id }) => (id === undefined ? [] : [id]));
}
