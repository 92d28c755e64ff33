import { parseHTML } from 'linkedom';
import { h, render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';

import { ClientProvider, type VisenClient } from '../../../../components/hooks/client-context.tsx';
import { useRowsTrial, type RowsTrial } from '../../../../components/rows/trial/try-rows.tsx';
import { DEFAULT_GENERATION_OPTIONS } from '../../../../lib/run-request/generation-options.ts';
import type { RunRequest } from '../../../../lib/run-request/run-request.ts';
import { AppError } from '../../../../lib/shared/app-error.ts';

const request: RunRequest = {
  kind: 'rows',
  target: { kind: 'database', id: 'd', title: 'D', url: 'https://app.notion.com/p/1' },
  options: DEFAULT_GENERATION_OPTIONS,
  selection: { kind: 'ticked', rowIds: ['a', 'b', 'c', 'd'] },
};

/** The hook in a document; `answers` are those to `trial.start`, in their order. */
function stage(answers: ('lost' | 'heard')[]) {
  const { document } = parseHTML('<html><body><main></main></body></html>');
  vi.stubGlobal('document', document);
  const started: { id: string; rowIds: readonly string[] }[] = [];
  const call = async (name: string, command: { id: string; rowIds: readonly string[] }) => {
    if (name !== 'trial.start') return { jobs: [] };
    started.push(command);
    if (answers.shift() === 'lost') throw new AppError('internal', 'never');
    return { runId: command.id };
  };
  const client = { call, watch: () => () => undefined } as unknown as VisenClient;
  let trial: RowsTrial | undefined;
  const Screen = () => {
    trial = useRowsTrial({ shownRunId: undefined, connectionId: 'c', makeRequest: async () => request });
    return null;
  };
  render(h(ClientProvider, { value: client }, h(Screen, null)), document.querySelector('main')!);
  const click = async () => {
    const before = started.length;
    trial!.start.run();
    await vi.waitFor(() => expect(started).toHaveLength(before + 1));
    await vi.waitFor(() => expect(trial!.start.pending).toBe(false));
  };
  return { started, click };
}

afterEach(() => vi.unstubAllGlobals());

it('asks for the same trial again while its start is not acknowledged, and then for another one', async () => {
  const { started, click } = stage(['lost', 'heard', 'heard']);
  for (let clicks = 0; clicks < 3; clicks += 1) await click();
  const [first, second, third] = started.map(({ id }) => id);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(started[0]?.rowIds).toEqual(['a', 'b', 'c']);
});
