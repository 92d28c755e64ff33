import type { Page } from 'playwright-core';

import { until, WAIT_MS } from './until.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface InPageButton {
  /** A real mouse click on its middle. */
  click(): Promise<void>;
  count(): Promise<number>;
  /** In CSS pixels of the viewport. */
  box(): Promise<Box>;
  waitFor(timeoutMs?: number): Promise<void>;
}

/** A button in a closed shadow root, found through the accessibility tree. */
export function createInPageButton(page: Page, name: string): InPageButton {
  const find = async (): Promise<Box[]> => {
    const cdp = await page.context().newCDPSession(page);
    try {
      const { nodes } = await cdp.send('Accessibility.getFullAXTree');
      const ids = nodes
        .filter((node) => !node.ignored && node.role?.value === 'button' && node.name?.value === name)
        .map((node) => node.backendDOMNodeId);
      const boxes = await Promise.all(
        ids.map((backendNodeId) =>
          cdp.send('DOM.getBoxModel', { ...(backendNodeId !== undefined && { backendNodeId }) }).catch(() => undefined),
        ),
      );
      return boxes.flatMap((box) => {
        const [x = 0, y = 0] = box?.model.border ?? [];
        return box && box.model.width > 0 ? [{ x, y, width: box.model.width, height: box.model.height }] : [];
      });
    } finally {
      await cdp.detach();
    }
  };
  const box = async (timeoutMs = WAIT_MS): Promise<Box> => {
    let boxes: Box[] = [];
    await until(
      async () => (boxes = await find()).length === 1,
      timeoutMs,
      () => `one button ${name} in the page; ${boxes.length} found`,
    );
    return boxes[0] as Box;
  };
  return {
    click: async () => {
      const { x, y, width, height } = await box();
      await page.mouse.click(x + width / 2, y + height / 2);
    },
    count: async () => (await find()).length,
    box: () => box(),
    waitFor: async (timeoutMs) => void (await box(timeoutMs)),
  };
}
