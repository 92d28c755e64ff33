import { describe, expect, it } from 'vitest';

import { RowStore } from '../../../../components/rows/data/row-store.ts';
import type { Client } from '../../../../lib/messaging/client.ts';
import type { RowView } from '../../../../lib/notion/views.ts';
import { hashPrompt, isOutdated } from '../../../../lib/notion/outdated.ts';
import { AppError } from '../../../../lib/shared/app-error.ts';

const target = { kind: 'database', id: 'd', dataSourceId: 's', title: 'D', url: 'https://app.notion.com/p/1' } as const;
const row = (id: string, title = `Topic ${id}`): RowView => ({
  id,
  title,
  url: `https://app.notion.com/p/${id}`,
  generate: false,
  values: {},
  lastEdited: '',
});
const view = {
  target,
  titlePropertyId: 'title',
  presetOutput: { kind: 'body', where: 'end' },
  properties: [],
  views: [],
};

function createStore(pages: readonly (readonly RowView[])[] = [[row('1'), row('2')]]) {
  const calls: { name: string; request: Record<string, unknown> }[] = [];
  const answers: Record<string, (request: Record<string, unknown>) => unknown> = {
    'database.open': () => view,
    'database.rows': ({ cursor }) => {
      const at = Number(cursor ?? 0);
      return { rows: pages[at], complete: true, ...(at + 1 < pages.length && { nextCursor: String(at + 1) }) };
    },
    'database.addRow': ({ title }) => row('made', String(title)),
    'database.renameRow': ({ rowId, title }) => row(String(rowId), String(title)),
  };
  const client = {
    call: async (name: string, request: Record<string, unknown>) => {
      calls.push({ name, request });
      return answers[name]?.(request);
    },
  } as unknown as Pick<Client, 'call'>;
  let made = 0;
  const store = new RowStore(target, {
    client,
    newId: () => `new-${++made}`,
    now: () => 1,
    sleep: async () => undefined,
    viewsAfterMs: 2_000,
  });
  const titles = () => store.state.items.map(({ title }) => title);
  return { store, calls, answers, titles, of: (name: string) => calls.filter((call) => call.name === name) };
}

describe('the rows of the table', () => {
  it('come page by page, each once although windows overlap', async () => {
    const { store, titles } = createStore([
      [row('1'), row('2')],
      [row('2'), row('3')],
    ]);
    await store.load();
    expect(titles()).toEqual(['Topic 1', 'Topic 2', 'Topic 3']);
    expect(store.state.complete).toBe(true);
  });

  it('take over the first ones from the opening, and name the views when all rows are there', async () => {
    const { store, answers, calls, titles } = createStore([[row('1')], [row('2')]]);
    const first = { rows: [row('1')], complete: true, nextCursor: '1', unreadable: 2 };
    answers['database.open'] = () => ({ ...view, first, viewIds: ['v1', 'v2'] });
    answers['database.views'] = () => ({ views: [{ id: 'v2', name: 'Drafts' }] });
    await store.load();
    expect(titles()).toEqual(['Topic 1', 'Topic 2']);
    expect(calls.map(({ name }) => name)).toEqual(['database.open', 'database.rows', 'database.views']);
    expect(store.state).toMatchObject({ unreadable: 2, view: { views: [{ id: 'v2', name: 'Drafts' }] } });
  });

  it('keep what was read when a page fails, and say why', async () => {
    const { store, answers, titles } = createStore([[row('1')], [row('2')]]);
    const rows = answers['database.rows']!;
    answers['database.rows'] = (request) => {
      if (request['cursor']) throw new AppError('offline', 'later');
      return rows(request);
    };
    await store.load();
    expect(titles()).toEqual(['Topic 1']);
    expect(store.state).toMatchObject({ complete: false, failure: { code: 'offline' } });
  });

  it('write a changed topic once, and not an unchanged one', async () => {
    const { store, of } = createStore();
    await store.load();
    store.keep('1');
    store.type('1', 'Better');
    store.keep('1');
    store.keep('1');
    await store.settled();
    expect(of('database.renameRow').map(({ request }) => request['title'])).toEqual(['Better']);
    expect(store.state.items[0]).toMatchObject({ title: 'Better', savedTitle: 'Better' });
  });

  it('keep the typed topic when it could not be written, until it is tried again or undone', async () => {
    const { store, answers, titles } = createStore();
    await store.load();
    answers['database.renameRow'] = () => {
      throw new AppError('offline', 'later');
    };
    store.type('1', 'Better');
    store.keep('1');
    await store.settled();
    const unsaved = { title: 'Better', savedTitle: 'Topic 1', failure: { code: 'offline' } };
    expect(store.state.items[0]).toMatchObject(unsaved);
    await store.load();
    expect(store.state.items[0]).toMatchObject(unsaved);
    store.revert('1');
    expect(titles()).toEqual(['Topic 1', 'Topic 2']);
    expect(store.state.items[0]?.failure).toBeUndefined();
  });

  it('create a new row under the key it was typed with, and drop one that stayed empty', async () => {
    const { store, titles } = createStore();
    await store.load();
    const empty = store.add();
    store.keep(empty);
    const key = store.add();
    store.type(key, 'New');
    store.keep(key);
    expect(store.state.items.at(-1)).toMatchObject({ key, saving: true });
    await store.settled();
    expect(store.state.items.at(-1)).toMatchObject({ key, id: 'made', title: 'New' });
    expect(titles()).toEqual(['Topic 1', 'Topic 2', 'New']);
  });

  it('write what was typed while the row before was on its way', async () => {
    const { store, of } = createStore();
    await store.load();
    const key = store.add();
    store.type(key, 'New');
    store.keep(key);
    store.type(key, 'Newer');
    await store.settled();
    expect(of('database.addRow')).toHaveLength(1);
    expect(of('database.renameRow').map(({ request }) => request)).toEqual([
      { rowId: 'made', titlePropertyId: 'title', title: 'Newer' },
    ]);
  });

  it('keep keys and unsaved topics when they are read again', async () => {
    const { store, titles } = createStore();
    await store.load();
    store.type('2', 'Typed');
    const draft = store.add();
    await store.load();
    expect(titles()).toEqual(['Topic 1', 'Typed', '']);
    expect(store.state.items.at(-1)?.key).toBe(draft);
  });

  describe('while Notion applies a template to a new one', () => {
    /** A row that is made from a template; `meanwhile` happens during the second of three looks, `atLast` during the third. */
    async function addFromTemplate(
      meanwhile: (world: ReturnType<typeof createStore>, key: string) => unknown,
      atLast?: () => unknown,
    ) {
      const world = createStore();
      const { store, answers } = world;
      await store.load();
      const key = store.add('template');
      store.type(key, 'New');
      let look = 0;
      answers['database.addRows'] = async () => {
        look += 1;
        if (look === 2) await meanwhile(world, key);
        if (look === 3) await atLast?.();
        const template = look < 3 ? 'applying' : 'applied';
        return { rows: [{ id: key, row: row('made', 'New'), template }], ...(look < 3 && { lookAgainAt: 2 }) };
      };
      store.keep(key);
      await store.settled();
      return { ...world, item: store.state.items.find((item) => item.key === key) };
    }

    it('keep what a person types into it, and write it when the field is left', async () => {
      const { item, store, of } = await addFromTemplate((world, key) => world.store.type(key, 'Typed'));
      expect(item).toMatchObject({ id: 'made', title: 'Typed', savedTitle: 'New', template: 'applied' });
      store.keep(item!.key);
      await store.settled();
      expect(of('database.renameRow').map(({ request }) => request['title'])).toEqual(['Typed']);
    });

    it('do not write it twice when another look ends while its new topic is on its way', async () => {
      const renamed = Promise.withResolvers<RowView>();
      let keep = () => undefined as void;
      const { of, item } = await addFromTemplate(
        ({ store, answers }, key) => {
          answers['database.renameRow'] = () => renamed.promise;
          store.type(key, 'Typed');
          keep = () => store.keep(key);
          keep();
        },
        () => {
          keep();
          renamed.resolve(row('made', 'Typed'));
        },
      );
      expect(of('database.renameRow')).toHaveLength(1);
      expect(item).toMatchObject({ title: 'Typed', template: 'applied' });
    });

    it('still know it when the rows are read again', async () => {
      let shown: unknown;
      await addFromTemplate(async ({ store, answers }, key) => {
        answers['database.rows'] = () => ({ rows: [row('1'), row('made', 'New')], complete: true });
        await store.load();
        shown = store.state.items.find((item) => item.key === key);
      });
      expect(shown).toMatchObject({ id: 'made', template: 'applying' });
    });

    it('wait no more after a look that failed', async () => {
      const { item } = await addFromTemplate(() => {
        throw new AppError('offline', 'later');
      });
      expect(item).toMatchObject({ id: 'made', title: 'New', failure: { code: 'offline' } });
      expect(item).not.toHaveProperty('template');
    });
  });

  it('take over what a run wrote', async () => {
    const { store } = createStore();
    await store.load();
    store.note('c', new Map([['2', 'Written']]));
    expect(store.state.items.map(({ values }) => values['c'])).toEqual([undefined, 'Written']);
  });

  it('are as they would be made today once a run made them anew, until something of theirs changes', async () => {
    const outdated = { prompt: hashPrompt('Write'), inputsChanged: true };
    const { store, answers } = createStore([[{ ...row('1'), made: { c: outdated } }, row('2')]]);
    await store.load();
    const run = { runId: 'run-1', outputs: ['c'], hashOf: () => hashPrompt('Write') };
    const topics = new Map([
      ['1', 'Topic 1'],
      ['2', 'Topic 2'],
    ]);
    store.noteMade(run, topics);
    const isOld = () => isOutdated(store.state.items[0]!.made?.['c'], hashPrompt('Write'));
    expect(isOld()).toBe(false);
    answers['database.renameRow'] = () => ({ ...row('1', 'Other'), made: { c: outdated } });
    store.type('1', 'Other');
    store.keep('1');
    await store.settled();
    store.noteMade(run, topics);
    expect(isOld()).toBe(true);
    // A run that ended before the topic was changed, and is heard of only now.
    store.noteMade({ ...run, runId: 'run-2' }, topics);
    expect(isOld()).toBe(true);
    store.noteMade({ ...run, runId: 'run-3' }, new Map([['1', 'Other']]));
    expect(isOld()).toBe(false);
  });
});
