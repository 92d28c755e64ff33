/** Requests for opening a database, and those a run makes before it first asks the model: counts that do not depend on the machine. */
import type { RunRequest } from '../lib/run-request/run-request.ts';
import { createQuickWorld } from './quick-world.ts';

const SIZES = [60, 1_000, 10_000] as const;
const TICKED = 50;
/** The database, its source and its views; then one for each hundred rows. */
const OPENING = 3;
const HUNDRED = 100;
/** The schema for the list and for the answers, and what was edited since; for up to a hundred rows the rows themselves. */
const MOST_BEFORE_FIRST_QUESTION = 3;
/** How long ago the rows were made. */
const AGE_MS = 600_000;

/** @returns whether no request was made that need not be */
export async function runOpeningBench(): Promise<boolean> {
  let isGood = true;
  for (const rows of SIZES) {
    const figures = await openAndAsk(rows);
    console.log(figures);
    isGood &&= figures.opening <= figures.allowed && figures.beforeFirstQuestion <= MOST_BEFORE_FIRST_QUESTION;
  }
  return isGood;
}

async function openAndAsk(rows: number) {
  let atFirst: number | undefined;
  const count = () => api.log.entries.length;
  const world = await createQuickWorld({
    plan: 'business',
    speed: 'skips',
    model: (clock) => ({
      engine: 'openai',
      async *stream(_request, signal) {
        atFirst ??= count();
        await clock.sleep(400, signal);
        yield { type: 'text', text: 'A sentence.' };
        const usage = { inputTokens: 300, outputTokens: 12, estimated: false };
        yield { type: 'end', finish: 'stop', usage, model: 'bench' };
      },
      listModels: async () => [],
    }),
  });
  const { api, database: commands, runs, clock, token } = world;
  const { database, dataSource } = api.world.addDatabase({
    title: 'Topics',
    properties: { Topic: { title: {} }, Content: { rich_text: {} } },
    rows: Array.from({ length: rows }, (_, at) => ({ Topic: `Topic ${at + 1}` })),
  });
  api.world.addToken({ token, shared: [database.id] });
  for (const id of dataSource.rowIds) {
    const row = api.world.page(id);
    if (row) row.editedTime -= AGE_MS;
  }
  const opened = await commands['database.open']({ databaseId: database.id, dataSourceId: dataSource.id });
  const ids = opened.first?.rows.map(({ id }) => id) ?? [];
  for (let cursor = opened.first?.nextCursor; cursor !== undefined;) {
    const page = await commands['database.rows']({ dataSourceId: dataSource.id, cursor });
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  const opening = count();
  const propertyId = opened.properties.find(({ name }) => name === 'Content')?.id ?? '';
  const request: RunRequest = {
    kind: 'rows',
    target: opened.target,
    options: {
      prompt: 'Write about it',
      where: 'end',
      usePageContent: false,
      output: { kind: 'property', propertyId },
    },
    selection: { kind: 'ticked', rowIds: ids.slice(-TICKED) },
  };
  await runs.service.start({ id: 'opening', request });
  while (atFirst === undefined) await clock.sleep(100);
  await runs.service.control({ runId: 'opening', action: 'stop' });
  await world.close();
  return { rows, opening, allowed: OPENING + Math.ceil(rows / HUNDRED), beforeFirstQuestion: atFirst - opening };
}
