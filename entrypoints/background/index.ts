import { defineBackground } from 'wxt/utils/define-background';

import { hideStorageFromContentScripts } from '../../lib/adapters/browser/storage-access.ts';
import { registerListeners } from './listeners.ts';
import { createServices } from './services.ts';

export default defineBackground(() => {
  hideStorageFromContentScripts();
  registerListeners(createServices());
});
