import { defineContentScript } from 'wxt/utils/define-content-script';

import { InPageButton } from './in-page-button.ts';

/** One button per document, also when the script is injected a second time. */
const STOP = Symbol.for('visen.in-page-button.stop');
type Scope = { [STOP]?: () => void };

export default defineContentScript({
  matches: ['https://app.notion.com/*', 'https://www.notion.so/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true, // nothing of ours goes over the page's window
  main: () => {
    const scope = globalThis as Scope;
    scope[STOP]?.();
    const button = new InPageButton();
    scope[STOP] = () => button.stop();
    button.start();
  },
});
