import { afterEach, describe, expect, it } from 'vitest';
import { createNotionWorkspace } from '../../../lib/adapters/notion/notion-workspace.ts';
import { BlockWriter } from '../../../lib/generation/body/block-writer.ts';
import { findPlace } from '../../../lib/generation/body/find-place.ts';
import { NEW_BODY } from '../../../lib/generation/body/page-checkpoint.ts';
import type { NotionBlock } from '../../../lib/markdown/block-types.ts';
import { createRequestGate } from '../../../lib/notion/request-gate.ts';
import { serveNotionApi } from '../../../sandbox/notion/serve.ts';
import { addPage, addToken, addWorkspace } from '../../../sandbox/notion/world-build.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

const paragraph = (content: string): NotionBlock => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content } }] },
});

describe('the requests that a text takes on a page of 250 blocks', () => {
  let close = () => Promise.resolve();
  afterEach(() => close());

  async function openPage() {
    const served = await serveNotionApi();
    close = served.close;
    const { world, log } = served.api;
    addWorkspace(world, { name: 'Garden club' });
    const old = Array.from({ length: 250 }, (_, index) => `Old ${index}`).join('\n\n');
    const page = addPage(world, { title: 'Minutes', blocks: old });
    const { token } = addToken(world, { token: 'ntn_counts', botName: 'Robot', shared: [page.id] });
    const clock = createManualClock();
    const workspace = createNotionWorkspace({
      token,
      clock,
      gate: createRequestGate(),
      fetch: (address, init) => fetch(address.replace('https://api.notion.com', served.url), init),
    });
    return { workspace, clock, log, page, world };
  }

  it.each(['top', 'replace'] as const)(
    'are one per append for “%s”, none to look for what was written',
    async (where) => {
      const { workspace, clock, log, page, world } = await openPage();
      const { signal } = new AbortController();
      const { place } = await findPlace(workspace, page.id, where, signal);
      expect(log.entries.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
      const writer = new BlockWriter(
        { workspace, clock, signal, save: () => Promise.resolve() },
        place,
        NEW_BODY.write,
      );
      for (const part of ['a', 'b', 'c']) await writer.append([paragraph(`${part}1`), paragraph(`${part}2`)]);
      expect(log.entries.slice(3).map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH']);
      expect(writer.state.written.map(({ id }) => id)).toEqual(page.childIds.slice(0, 6));
      expect(world.children(page.id)).toHaveLength(256);
    },
  );

  it('settles nothing by an answer that does not begin with the blocks that were sent', async () => {
    const answer = (results: unknown) => new Response(JSON.stringify({ object: 'list', results }));
    const send = (results: unknown) =>
      createNotionWorkspace({
        token: 'ntn_counts',
        clock: createManualClock(),
        gate: createRequestGate(),
        fetch: () => Promise.resolve(answer(results)),
      }).appendChildren('page', [paragraph('a'), paragraph('b')], { type: 'after', blockId: 'x' });
    const block = (id: string, type = 'paragraph') => ({ object: 'block', id, type });
    expect(await send([block('1'), block('2'), block('old', 'divider')])).toEqual({ blockIds: ['1', '2'] });
    for (const results of [undefined, [], [block('1')], [block('1'), block('old', 'divider')], [block('1'), null]])
      await expect(send(results)).rejects.toMatchObject({ code: 'notion-unavailable', retry: 'look' });
  });
});
