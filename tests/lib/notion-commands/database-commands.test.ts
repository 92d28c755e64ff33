import { describe, expect, it } from 'vitest';

import { createDatabaseWorld } from './database-world.ts';

describe('the cursor of the rows', () => {
  it('is refused with its reason when it is none of ours', async () => {
    const { commands, dataSourceId } = createDatabaseWorld();
    for (const cursor of ['', 'nonsense', '7', '{"cursor":7}', '{"from":"yesterday"}']) {
      await expect(commands['database.rows']({ dataSourceId, cursor })).rejects.toMatchObject({
        code: 'message-invalid',
        details: { command: 'database.rows', at: 'cursor' },
      });
    }
  });

  it('is taken as it was given out', async () => {
    const { commands, dataSourceId, notion } = createDatabaseWorld();
    for (let at = 0; at < 120; at++)
      notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: `${at}` } }] } });
    const first = await commands['database.rows']({ dataSourceId });
    const next = await commands['database.rows']({ dataSourceId, cursor: first.nextCursor! });
    expect(first.rows.length + next.rows.length).toBe(124);
  });
});

describe('rows that meet conditions', () => {
  it('are told by their ids, before anything is generated', async () => {
    const { commands, dataSourceId, notion } = createDatabaseWorld();
    const topic = notion.propertyId(dataSourceId, 'Topic');
    const conditions = [{ propertyId: topic, comparison: 'contains', value: 'ta' } as const];
    const { rowIds } = await commands['database.matchingRows']({ dataSourceId, conditions });
    expect(rowIds.map((id) => notion.cellText(id, 'Topic'))).toEqual(['Beta', 'Delta']);
  });
});
