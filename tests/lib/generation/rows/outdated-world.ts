/** Rows whose answers tell with which prompt they were made. */
import type { Runs } from '../../../../entrypoints/background/compose-runs.ts';
import type { ModelRequest } from '../../../../lib/language-model/language-model.ts';
import { hashPrompt, isOutdated } from '../../../../lib/notion/outdated.ts';
import type { GenerationOptions } from '../../../../lib/run-request/generation-options.ts';
import { createRowWorld, TOPICS } from './row-world.ts';

const asked = (request: ModelRequest) => request.messages.at(-1)!.text;
/** Says which prompt it had and what it was told. */
export const echo = (request: ModelRequest) => {
  const style = /Shout/.test(asked(request)) ? 'LOUD' : 'quiet';
  const topic = [...TOPICS, 'Omega'].find((name) => asked(request).includes(name)) ?? 'nothing';
  return `${style} ${topic}`;
};

export function createOutdatedWorld(...args: Parameters<typeof createRowWorld>) {
  const stage = createRowWorld(...args);
  const { world, rows, rowsRequest, databaseId, dataSourceId, property, notion } = stage;
  stage.model.otherwise(echo);
  const fill = async (runs: Runs, id: string, options: Partial<GenerationOptions> = {}) => {
    await runs.service.start({ id, request: rowsRequest(options) });
    return world.finish(runs, id);
  };
  const renew = async (runs: Runs, id: string, options: Partial<GenerationOptions> = {}, rowIds = rows) => {
    await world.clock.advance(1_000);
    await runs.service.start({ id, request: rowsRequest(options, { kind: 'outdated', rowIds }) });
    return world.finish(runs, id);
  };
  /** Of each row in order: what the screen is told of an output. */
  const made = async (key = property('Content')) => {
    const read = await world.database['database.rows']({ dataSourceId });
    return rows.map((id) => read.rows.find((row) => row.id === id)?.made?.[key]);
  };
  const outdated = async (prompt: string, key?: string) =>
    (await made(key)).map((one) => isOutdated(one, hashPrompt(prompt)));
  const typed = (row: number, name: string, value: Record<string, unknown>) =>
    notion.person.setCell(rows[row]!, name, value);
  return { ...stage, databaseId, fill, renew, made, outdated, typed };
}

/** Another prompt than that of the first run. */
export const SHOUT = { prompt: 'Shout about it' };
