import { describe, expect, it } from 'vitest';

import { createKeepFilledWorld, HOUR, MINUTE, text, title } from './keep-filled-world.ts';

describe('Keep filled', () => {
  it('is off at first, and says what it would fill before it is turned on', async () => {
    const { boot, view, model } = await createKeepFilledWorld({}, { Delta: 'Mine.' });
    const { keep } = boot();
    expect(await view(keep)).toBeUndefined();
    expect(await keep.ask({ connectionId: 'c1', fill: 'empty', most: 2 })).toMatchObject({
      rows: 3,
      today: 2,
      estimate: { rows: 2, prompts: 2 },
    });
    expect(model.requests).toHaveLength(0);
  });

  it('fills what is empty when it is turned on, and never over what is filled', async () => {
    const { boot, on, contents, view, automatic, edit } = await createKeepFilledWorld({}, { Delta: 'Mine.' });
    await edit({ options: { overwriteFilled: true } });
    const { keep } = boot();
    await on(keep);
    expect(contents()).toEqual(['About Alpha', 'About Beta', 'About Gamma', 'Mine.']);
    expect(await automatic()).toMatchObject([{ automatic: true, done: 3, prompts: 3, connectionId: 'c1' }]);
    expect(await view(keep)).toMatchObject({ standing: 'on', lastLook: { filled: 3 } });
  });

  it('looks once an hour with one request while nothing changes', async () => {
    const { boot, on, requests, pass } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    expect(await requests(() => pass(HOUR))).toEqual(['queryDataSource']);
    expect(await requests(() => pass(5 * HOUR))).toEqual(Array(5).fill('queryDataSource'));
  });

  it.each([false, true])('is not set off by what it wrote (a personal token: %s)', async (writesAsPerson) => {
    const { boot, on, requests, pass, addRow, automatic } = await createKeepFilledWorld({ writesAsPerson });
    const { keep } = boot();
    await on(keep);
    addRow('Epsilon');
    await pass(HOUR);
    expect(await automatic()).toHaveLength(2);
    expect(await requests(() => pass(3 * HOUR))).toEqual(Array(3).fill('queryDataSource'));
    expect(await automatic()).toHaveLength(2);
  });

  it('fills a new row once it was quiet for two minutes, and Look now fills it at once', async () => {
    const { boot, on, pass, addRow, notion, world } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    await pass(58 * MINUTE);
    const typed = addRow('Eps');
    await pass(2 * MINUTE);
    notion.person.setCell(typed, 'Topic', title('Epsilon'));
    await pass(MINUTE);
    expect(notion.cellText(typed, 'Content')).toBe('');
    await pass(4 * MINUTE);
    expect(notion.cellText(typed, 'Content')).toBe('About Epsilon');
    const asked = addRow('Zeta');
    await keep.lookNow('c1');
    await world.clock.advance(5_000);
    expect(notion.cellText(asked, 'Content')).toBe('About Zeta');
  });

  it('leaves a row without a topic until it has one', async () => {
    const { boot, on, pass, addRow, notion, automatic } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    const row = addRow('');
    await pass(3 * HOUR);
    expect(await automatic()).toHaveLength(1);
    notion.person.setCell(row, 'Topic', title('Epsilon'));
    await pass(2 * HOUR);
    expect(notion.cellText(row, 'Content')).toBe('About Epsilon');
  });

  it('asks no second time for what was left empty, refused, undone or cleared, before the row changes', async () => {
    const { boot, on, pass, notion, rows, contents, model, automatic, world } = await createKeepFilledWorld();
    const { keep, runs } = boot();
    await on(keep);
    const [first] = await automatic();
    notion.person.setCell(rows[0]!, 'Content', text(''));
    await runs.service.control({ runId: first!.id, action: 'undo' });
    await pass(3 * HOUR);
    expect(contents()).toEqual(['', '', '', '']);
    expect(model.requests).toHaveLength(4);
    notion.person.setCell(rows[1]!, 'Topic', title('Omega'));
    await pass(2 * HOUR);
    expect(contents()).toEqual(['', 'About Omega', '', '']);
    expect(world.defects).toEqual([]);
  });

  it('makes rows anew that are out of date, where that is wished', async () => {
    const { boot, on, pass, notion, rows, contents, edit, world } = await createKeepFilledWorld({}, { Delta: 'Mine.' });
    const { keep } = boot();
    await on(keep);
    notion.person.setCell(rows[0]!, 'Topic', title('Omega'));
    notion.person.setCell(rows[3]!, 'Topic', title('Psi'));
    await pass(2 * HOUR);
    expect(contents()[0]).toBe('About Alpha');
    await keep.set('c1', { fill: 'outdated' });
    await pass(MINUTE * 5);
    expect(contents()).toEqual(['About Omega', 'About Beta', 'About Gamma', 'Mine.']);
    notion.person.setCell(rows[1]!, 'Topic', title('Chi'));
    notion.person.setCell(rows[2]!, 'Content', text('Better.'));
    notion.person.setCell(rows[2]!, 'Topic', title('Phi'));
    await pass(2 * HOUR);
    expect(contents()).toEqual(['About Omega', 'About Chi', 'Better.', 'Mine.']);
    await edit({ options: { prompt: 'Write otherwise' }, updatedAt: world.clock.now() });
    await pass(2 * HOUR);
    expect(world.model.requests).toHaveLength(7);
    expect(contents()[2]).toBe('Better.');
  });

  it('only fills rows that meet the conditions', async () => {
    const { boot, on, pass, addRow, notion, edit, property } = await createKeepFilledWorld();
    await edit({ options: { conditions: [{ propertyId: property('Kind'), comparison: 'is', value: 'Post' }] } });
    const { keep } = boot();
    await on(keep);
    const post = addRow('Epsilon', { Kind: { select: { name: 'Post' } } });
    const note = addRow('Zeta', { Kind: { select: { name: 'Note' } } });
    await pass(2 * HOUR);
    expect([post, note].map((row) => notion.cellText(row, 'Content'))).toEqual(['About Epsilon', '']);
    notion.person.setCell(note, 'Kind', { select: { name: 'Post' } });
    await pass(2 * HOUR);
    expect(notion.cellText(note, 'Content')).toBe('About Zeta');
  });

  it('waits until nobody is at the prompt', async () => {
    const { boot, on, pass, addRow, edit, world, model } = await createKeepFilledWorld();
    const { keep } = boot();
    await on(keep);
    addRow('Epsilon');
    await pass(58 * MINUTE);
    await edit({ options: { prompt: 'Write ab' }, updatedAt: world.clock.now() });
    await pass(90_000);
    await edit({ options: { prompt: 'Write about all of it' }, updatedAt: world.clock.now() });
    await pass(5 * MINUTE);
    expect(model.requests.at(-1)!.request.messages.at(-1)!.text).toContain('Write about all of it');
  });

  it('fills empty pages of rows, reads those that are full once, and is not set off by its own text', async () => {
    const { boot, on, pass, edit, notion, dataSourceId, rows, requests, model } = await createKeepFilledWorld();
    const full = notion.addRow(dataSourceId, { Topic: title('Epsilon') }, ['Mine.']);
    await edit({ options: { output: { kind: 'body', where: 'end' } } });
    const { keep } = boot();
    await on(keep);
    const texts = (row: string) => notion.texts(row);
    expect(rows.map(texts)).toEqual([['About Alpha'], ['About Beta'], ['About Gamma'], ['About Delta']]);
    expect(texts(full)).toEqual(['Mine.']);
    expect(model.requests).toHaveLength(4);
    await pass(HOUR);
    expect(await requests(() => pass(2 * HOUR))).toEqual(Array(2).fill('queryDataSource'));
    const row = notion.addRow(dataSourceId, { Topic: title('Zeta') });
    await pass(HOUR);
    expect(texts(row)).toEqual(['About Zeta']);
  });

  it('takes a row through all its steps, each a prompt of the day', async () => {
    const { boot, on, notion, rows, edit, property, view, model, pass } = await createKeepFilledWorld();
    model.otherwise(({ messages }) => (messages.at(-1)!.text.startsWith('Score') ? '{"p0":7}' : 'About it'));
    const steps = [{ prompt: 'Score it', output: { kind: 'property', propertyId: property('Score') } as const }];
    await edit({ options: { steps } });
    const { keep } = boot();
    await on(keep, { most: 5 });
    // Two prompts a row: five are enough for two rows.
    expect(rows.map((row) => notion.cellText(row, 'Content'))).toEqual(['About it', 'About it', '', '']);
    await pass(5 * MINUTE);
    expect(await view(keep)).toMatchObject({ standing: 'on', left: 2 });
  });
});
