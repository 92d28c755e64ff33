/** Instructions of single properties: what they name is given, and what they say counts as the prompt does. */
import { describe, expect, it } from 'vitest';

import { hashesOf, isOutdated } from '../../../../lib/notion/outdated.ts';
import { createRowWorld } from './row-world.ts';

function createInstructedWorld(kind?: string) {
  const made = createRowWorld();
  const { world, model, property, rowsRequest, rows, notion } = made;
  if (kind !== undefined) notion.person.setCell(rows[0]!, 'Kind', { select: { name: kind } });
  model.otherwise(() => '{"p0":"Words","p1":7}');
  const output = { kind: 'properties', propertyIds: [property('Content'), property('Score')] } as const;
  const runs = world.boot();
  const selection = { kind: 'ticked', rowIds: rows.slice(0, 1) } as const;
  const requestOf = (instruction: string, prompt = 'Write') =>
    rowsRequest({ prompt, output, instructions: { [property('Score')]: instruction } }, selection);
  const run = async (instruction: string, prompt?: string) => {
    await runs.service.start({ id: 'run-1', request: requestOf(instruction, prompt) });
    return world.finish(runs);
  };
  return { ...made, runs, run, requestOf };
}

describe('instructions of properties', () => {
  it('give the value of what they name, between marks, and leave the topic to the prompt', async () => {
    const { run, model } = createInstructedWorld('Post');
    expect(await run('How well it fits {{Kind}}, on {{today}}')).toMatchObject({ done: 1 });
    const { text } = model.requests[0]!.request.messages[0]!;
    expect(text).toMatch(/For “Score”: How well it fits <[^>]*property[^>]*>\s*Post/u);
    expect(text).not.toContain('{{today}}');
    expect(text).toContain('Alpha');
  });

  it('name what a row needs to be worked on, beside the prompt', async () => {
    const named = createInstructedWorld('Post');
    expect(await named.run('Rate {{Kind}}', 'About {{Content}}')).toMatchObject({ done: 1 });
    const empty = createInstructedWorld();
    expect(await empty.run('Rate {{Kind}}', 'About {{Content}}')).toMatchObject({ done: 0, skipped: 1 });
    expect(empty.model.requests).toEqual([]);
  });

  it('make what they are about out of date when they are changed, and nothing else', async () => {
    const { run, requestOf, world, rows, dataSourceId, property } = createInstructedWorld();
    await run('From 1 to 10');
    const { rows: read } = await world.database['database.rows']({ dataSourceId });
    const { made = {} } = read.find(({ id }) => id === rows[0])!;
    const outdatedBy = (instruction: string) => {
      const hashOf = hashesOf(requestOf(instruction).options);
      return ['Content', 'Score'].filter((name) => isOutdated(made[property(name)], hashOf(property(name))));
    };
    expect(outdatedBy('From 1 to 10')).toEqual([]);
    expect(outdatedBy('From 1 to 5')).toEqual(['Score']);
    expect(outdatedBy('')).toEqual(['Score']);
  });

  it('make rows out of date when what they name has changed', async () => {
    const { run, requestOf, world, rows, notion, dataSourceId, property } = createInstructedWorld('Post');
    await run('Rate {{Kind}}');
    notion.person.setCell(rows[0]!, 'Kind', { select: { name: 'Note' } });
    const { rows: read } = await world.database['database.rows']({ dataSourceId });
    const { made = {} } = read.find(({ id }) => id === rows[0])!;
    const hashOf = hashesOf(requestOf('Rate {{Kind}}').options);
    expect(isOutdated(made[property('Score')], hashOf(property('Score')))).toBe(true);
  });
});
