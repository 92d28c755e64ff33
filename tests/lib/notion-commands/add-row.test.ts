import { describe, expect, it } from 'vitest';

import { AppError } from '../../../lib/shared/app-error.ts';
import { TOPICS } from '../generation/rows/row-world.ts';
import { createDatabaseWorld } from './database-world.ts';

describe('a new row', () => {
  it('is created once, however often its message comes, at the same time or later', async () => {
    const { add, topics } = createDatabaseWorld();
    const [first, second] = await Promise.all([add('a', 'Eps'), add('a', 'Eps')]);
    expect(second).toEqual(first);
    expect(await add('a', 'Eps')).toEqual(first);
    expect(topics()).toEqual([...TOPICS, 'Eps']);
  });

  it('is one of its own for another id, also with the same title', async () => {
    const { add, topics } = createDatabaseWorld();
    expect((await add('a', 'Eps')).id).not.toBe((await add('b', 'Eps')).id);
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps']);
  });

  it('takes the title that was typed after its first answer was not heard', async () => {
    const { add, topics } = createDatabaseWorld();
    const first = await add('a', 'Eps');
    expect(await add('a', 'Epsilon')).toMatchObject({ id: first.id, title: 'Epsilon' });
    expect((await add('a', 'Epsilon')).id).toBe(first.id);
    expect(topics()).toEqual([...TOPICS, 'Epsilon']);
  });

  it('is not sent again while the first request may still land, and says until when', async () => {
    const { add, notion, topics, clock, restart } = createDatabaseWorld();
    const until = clock.now() + 90_000;
    const unconfirmed = { code: 'notion-write-unconfirmed', retry: 'wait', retryAt: until };
    notion.failNext({ method: 'createPage', when: 'before' });
    await expect(add('a', 'Eps')).rejects.toMatchObject(unconfirmed);
    await clock.advance(45_000);
    restart();
    await expect(add('a', 'Eps')).rejects.toMatchObject(unconfirmed);
    expect(topics()).toEqual(TOPICS);
    await clock.advance(45_000);
    await add('a', 'Eps');
    expect(topics()).toEqual([...TOPICS, 'Eps']);
  });

  it('that Notion refused may be tried again at once', async () => {
    const { add, notion, topics } = createDatabaseWorld();
    notion.failNext({ method: 'createPage', when: 'before', error: new AppError('notion-rate-limited', 'wait') });
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'notion-rate-limited' });
    await add('a', 'Epsilon');
    expect(topics()).toEqual([...TOPICS, 'Epsilon']);
  });

  it('is adopted when its answer was lost, and not another row with its title', async () => {
    const { add, notion, topics } = createDatabaseWorld();
    const first = await add('a', 'Eps');
    notion.failNext({ method: 'createPage', when: 'after' });
    expect((await add('b', 'Eps')).id).not.toBe(first.id);
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps']);
  });

  it.each(['Eps', 'Epsilon'])('that landed late is found by its old title and is called %s then', async (title) => {
    const { add, notion, topics, restart } = createDatabaseWorld();
    notion.failNext({ method: 'createPage', when: 'late' });
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'notion-write-unconfirmed' });
    notion.landLate();
    restart();
    const row = await add('a', title);
    expect(row).toMatchObject({ title });
    expect(topics()).toEqual([...TOPICS, title]);
    restart();
    expect(await add('a', 'Eta')).toMatchObject({ id: row.id, title: 'Eta' });
    expect(await add('a', 'Eta')).toMatchObject({ id: row.id, title: 'Eta' });
    expect(topics()).toEqual([...TOPICS, 'Eta']);
  });

  it('is exactly one more where a person has young rows of its title, whether it landed at once, late or never', async () => {
    for (const when of ['after', 'late', 'before'] as const) {
      const { add, notion, topics, clock, addInNotion } = createDatabaseWorld();
      const own = [addInNotion('Eps'), addInNotion('Eps')];
      notion.failNext({ method: 'createPage', when });
      const first = await add('a', 'Eps').catch(() => undefined);
      expect(first === undefined).toBe(when !== 'after');
      notion.landLate();
      await clock.advance(90_000);
      expect(own).not.toContain((await add('a', 'Eps')).id);
      expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps', 'Eps']);
    }
  });

  it('is one each where two of the same title are lost at once', async () => {
    const { add, notion, topics, clock } = createDatabaseWorld();
    notion.failNext({ method: 'createPage', when: 'after' });
    notion.failNext({ method: 'createPage', when: 'late' });
    const both = () => Promise.allSettled([add('a', 'Eps'), add('b', 'Eps')]);
    expect((await both()).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    notion.landLate();
    await clock.advance(90_000);
    const rows = (await both()).map((result) => (result.status === 'fulfilled' ? result.value.id : result.reason));
    expect(new Set(rows).size).toBe(2);
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps']);
  });

  it('is found again where Visen could not store that it is there', async () => {
    const { add, notion, topics, session } = createDatabaseWorld();
    notion.hooks.afterEffect = async (method) => {
      if (method === 'createPage') session.failSetWith = 'storage-full';
    };
    await expect(add('a', 'Eps')).rejects.toMatchObject({ code: 'storage-full' });
    session.failSetWith = undefined;
    await add('a', 'Eps');
    expect(topics()).toEqual([...TOPICS, 'Eps']);
  });

  it('is remembered among the last thousand', async () => {
    const { add, session } = createDatabaseWorld();
    const known = Array.from({ length: 1_005 }, (_, at) => ({
      id: `id-${at}`,
      title: '',
      sentAt: 0,
      others: [],
      rowId: 'r',
    }));
    await session.set({ 'sent-rows': known });
    await add('a', 'Eps');
    expect(session.entries.get('sent-rows')).toHaveLength(1_000);
  });

  it('is one row where the browser sent its creation twice by itself', async () => {
    const { add, notion, topics, addInNotion } = createDatabaseWorld();
    addInNotion('Eps');
    notion.resendNext();
    const row = await add('a', 'Eps');
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps']);
    expect(notion.isTrashed(row.id)).toBe(false);
  });

  it('leaves a row alone that only looks like its double', async () => {
    const { add, notion, topics } = createDatabaseWorld();
    await add('a', 'Eps');
    await add('b', 'Eps');
    notion.resendNext();
    await add('c', 'Eps');
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Eps', 'Eps']);
  });

  it('that two lost answers ask for at once keeps nobody waiting', async () => {
    const { add, notion, topics } = createDatabaseWorld();
    notion.failNext({ method: 'createPage', when: 'after', times: 2 });
    const added = await Promise.all([add('a', 'Eps'), add('b', 'Zeta')]);
    expect(added.map(({ title }) => title)).toEqual(['Eps', 'Zeta']);
    expect(topics()).toEqual([...TOPICS, 'Eps', 'Zeta']);
  });
});
