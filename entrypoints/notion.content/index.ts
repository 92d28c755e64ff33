import { defineContentScript } from 'wxt/utils/define-content-script';

export default defineContentScript({
  matches: ['https://app.notion.com/*', 'https://www.notion.so/*'],
  main: () => undefined,
});
