import { expect, it } from 'vitest';

import { lacksClick } from '../../../lib/panel/lacks-click.ts';

it('tells a missing click from every other refusal', () => {
  expect(lacksClick(new Error('`sidePanel.open()` may only be called in response to a user gesture.'))).toBe(true);
  expect(lacksClick(new Error('openPopup may only be called from a user input handler'))).toBe(true);
  expect(lacksClick(new Error('openPopup requires a user gesture'))).toBe(true);
  expect(lacksClick(new Error('No active side panel for tabId: 7'))).toBe(false);
  expect(lacksClick(new Error('Could not find an active browser window.'))).toBe(false);
  expect(lacksClick(undefined)).toBe(false);
});
