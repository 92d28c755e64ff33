/** What our content script may be asked. It answers for the document, never with its text. */
import { readDiagnosis } from '../../feedback/in-page-line.ts';
import type { DiagnoseRequest, InPageDiagnosis } from '../../in-page/diagnosis.ts';
import { readSelectionBlock } from '../../in-page/selection-block.ts';
import type { SelectionBlockRequest } from '../../in-page/selection-block.ts';
import { withTimeLimit } from '../../shared/with-time-limit.ts';
import { browser } from './browser.ts';
import { findNotionTabs } from './notion-tabs.ts';
import { systemClock } from './system-clock.ts';

const ANSWER_WITHIN_MS = 1_000;
const ASKED_TABS = 3;

/** The id of the block that the selection in a tab ends in; undefined where the tab has no script of ours, or no such block. */
export async function askSelectedBlock(tabId: number): Promise<string | undefined> {
  return readSelectionBlock(await ask(tabId, { type: 'selection-block' }));
}

/** How the button stands in the Notion tabs that are open. */
export async function askDiagnoses(): Promise<readonly (InPageDiagnosis | undefined)[]> {
  const tabs = (await findNotionTabs()).slice(0, ASKED_TABS);
  return Promise.all(tabs.map(async (tabId) => readDiagnosis(await ask(tabId, { type: 'diagnose' }))));
}

async function ask(tabId: number, question: DiagnoseRequest | SelectionBlockRequest): Promise<unknown> {
  try {
    return await withTimeLimit(systemClock, ANSWER_WITHIN_MS, () =>
      browser.tabs.sendMessage(tabId, question, { frameId: 0 }),
    );
  } catch {
    // No script of ours in this tab (opened before the install, or access withheld): there is nothing to tell.
    return undefined;
  }
}
