import { afterEach, describe, expect, it } from 'vitest';
import { createNotionWorkspace } from '../../../lib/adapters/notion/notion-workspace.ts';
import { BlockWriter } from '../../../lib/generation/body/block-writer.ts';
import { findPlace } from '../../../lib/generation/body/find-place.ts';
import { NEW_BODY } from '../../../lib/generation/body/page-checkpoint.ts';
import type { NotionBlock } from '../../../lib/markdown/block-types.ts';
import { createRequestGate } from '../../../lib/notion/request-gate.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { openSandboxWorkspace } from './sandbox-workspace.ts';

const paragraph = (content: string): NotionBlock => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content } }] },
});
const OLD = Array.from({ length: 250 }, (_, index) => `Old ${index}`).join('\n\n');

describe('the requests that a text takes on a page of 250 blocks', () => {
  let close = () => Promise.resolve();
  afterEach(() => close());

  it.each(['top', 'replace'] as const)(
    'are one per append for “%s”, none to look for what was written',
    async (where) => {
      const opened = await openSandboxWorkspace({ blocks: OLD });
      close = opened.close;
      const { workspace, clock, home, world, sent } = opened;
      const { signal } = new AbortController();
      const { place } = await findPlace(workspace, home.id, where, signal);
      expect(sent()).toEqual(Array(3).fill('GET /v1/blocks/…/children'));
      const writer = new BlockWriter(
        { workspace, clock, signal, others: () => Promise.resolve(new Set<string>()), save: () => Promise.resolve() },
        place,
        NEW_BODY.write,
      );
      for (const part of ['a', 'b', 'c']) await writer.append([paragraph(`${part}1`), paragraph(`${part}2`)]);
      expect(sent()).toEqual(Array(3).fill('PATCH /v1/blocks/…/children'));
      expect(writer.state.written.map(({ id }) => id)).toEqual(home.childIds.slice(0, 6));
      expect(world.children(home.id)).toHaveLength(256);
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
    expect(await send([block('1'), block('2'), block('old', 'divider')])).toMatchObject({ blockIds: ['1', '2'] });
    for (const results of [undefined, [], [block('1')], [block('1'), block('old', 'divider')], [block('1'), null]])
      await expect(send(results)).rejects.toMatchObject({ code: 'notion-unavailable', retry: 'look' });
    // A token that may not read gets ids alone.
    expect(await send([{ id: '1' }, { id: '2' }])).toMatchObject({ blockIds: ['1', '2'] });
    await expect(send([{ id: '1' }, { id: '2' }, { id: '3' }])).rejects.toMatchObject({ retry: 'look' });
  });

  it('does not take an older block of the same type for a new one', async () => {
    const whole = (id: string, content: string) => ({ object: 'block', id, ...paragraph(content) });
    const send = (results: unknown) =>
      createNotionWorkspace({
        token: 'ntn_counts',
        clock: createManualClock(),
        gate: createRequestGate(),
        fetch: () => Promise.resolve(new Response(JSON.stringify({ object: 'list', results }))),
      }).appendChildren('page', [paragraph('a'), paragraph('b')], { type: 'after', blockId: 'x' });
    const [a, b, old] = [whole('1', 'a'), whole('2', 'b'), whole('old', 'Stood here')];
    expect(await send([a, b, old])).toMatchObject({ blockIds: ['1', '2'] });
    expect(await send([whole('1', 'a'), whole('2', 'b, respelt'), old])).toMatchObject({ blockIds: ['1', '2'] });
    for (const results of [
      [old, a, b],
      [old, old, a, b],
    ])
      await expect(send(results)).rejects.toMatchObject({ code: 'notion-unavailable', retry: 'look' });
  });
});
