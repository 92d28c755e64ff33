/**
 * Each form in which an engine was seen to answer or to refuse, met by a whole run over real sockets: by a row among others, and by
 * a page whose old text is to be replaced. Forms that only make a run wait have their tests where clocks can be moved.
 */
import { describe, expect, it, onTestFinished } from 'vitest';

import { createGeminiLanguageModel } from '../../lib/adapters/gemini/gemini-language-model.ts';
import { createOpenAiCompatibleLanguageModel } from '../../lib/adapters/openai-compatible/openai-compatible-language-model.ts';
import { createTransientMemory } from '../../lib/language-model/engine-memory.ts';
import { ruleOf } from '../../lib/shared/error-rules.ts';
import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { createCompatibleApi } from '../../sandbox/models/compatible-api.ts';
import { createGeminiApi } from '../../sandbox/models/gemini-api.ts';
import type { RecordedName } from '../../sandbox/models/recorded-answers.ts';
import { GEMINI_FORMS, OPENAI_FORMS, type RecordedForms } from '../contracts/recorded-forms.ts';
import { createGalleryWorld, type GalleryEngine } from '../gallery/gallery-world.ts';

const SAID = 'Rivers flow.';
const AGAIN = 'Asked again.';
const OLD = 'What stood there.';
const script: AnswerScript = { take: () => ({ text: AGAIN }), push: () => undefined, pending: () => 0 };
const SERVER = { chunkDelayMs: 0, script };

const ENGINES: readonly (readonly [name: string, engine: () => GalleryEngine, forms: RecordedForms])[] = [
  [
    'Gemini',
    () => ({
      engine: 'gemini',
      model: 'gemini-3.5-flash-lite',
      server: createGeminiApi(SERVER),
      create: (options) => createGeminiLanguageModel({ apiKey: 'AQ.recorded-key', ...options }),
    }),
    GEMINI_FORMS,
  ],
  [
    'a compatible server',
    () => ({
      engine: 'compatible',
      model: 'qwen3:8b',
      server: createCompatibleApi(SERVER),
      create: ({ origin, ...options }) =>
        createOpenAiCompatibleLanguageModel({ baseUrl: `${origin}/v1`, memory: createTransientMemory(), ...options }),
    }),
    OPENAI_FORMS,
  ],
];

/** What a run has to make of a form. */
type Outcome =
  /** The answer stands there. */
  | { readonly kind: 'written'; readonly text: string }
  /** The row or page failed, and what stood there stays. */
  | { readonly kind: 'failed'; readonly code: string }
  /** The run waits for a person. */
  | { readonly kind: 'paused'; readonly code: string };

function outcomes({ whole, length, refusals, broken }: RecordedForms): readonly (readonly [string, Outcome])[] {
  const ends = Object.entries({ ...refusals, ...broken }).flatMap(([form, [code, retry]]): [string, Outcome][] => {
    if (retry === 'wait') return [];
    if (ruleOf(code).pauses) return [[form, { kind: 'paused', code }]];
    return [[form, retry === 'later' ? { kind: 'written', text: AGAIN } : { kind: 'failed', code }]];
  });
  const answers = whole.map((form): [string, Outcome] => [form, { kind: 'written', text: SAID }]);
  const cut = length.map((form): [string, Outcome] => [form, { kind: 'failed', code: 'engine-answer-length' }]);
  return [...answers, ...cut, ...ends];
}

describe.each(ENGINES)('%s', (_name, engine, forms) => {
  const all = outcomes(forms);

  async function open() {
    const { server, ...rest } = engine();
    const stage = await createGalleryWorld({ server, ...rest });
    onTestFinished(async () => void (await stage.close()));
    const meet = (form: string, promptIncludes: string): void =>
      server.faults.add(
        { kind: 'recorded', name: `${forms.prefix}${form}` as RecordedName },
        { when: { promptIncludes } },
      );

    /** A run over one row per form. */
    async function fill(names: readonly string[]) {
      const { world, demo } = stage;
      const { database, dataSource } = world.addDatabase({
        title: 'Forms',
        properties: { Topic: { title: {} }, Content: { rich_text: {} } },
        rows: names.map((name) => ({ Topic: `(${name})` })),
      });
      world.edit.share(demo.token.token, database.id);
      for (const name of names) meet(name, `(${name})`);
      const [output = ''] = dataSource.schema.filter(({ type }) => type === 'rich_text').map(({ id }) => id);
      const view = await stage.run({
        kind: 'rows',
        target: {
          kind: 'database',
          id: database.id,
          dataSourceId: dataSource.id,
          title: 'Forms',
          url: 'https://app.notion.com/p/x',
        },
        options: {
          where: 'end',
          usePageContent: false,
          prompt: 'A slogan',
          output: { kind: 'properties', propertyIds: [output] },
        },
        selection: { kind: 'all' },
      });
      const { rows } = world.render(database.id);
      const { jobs } = await stage.runs.history.jobs({ runId: view.id, limit: 500 });
      const codes = new Map(jobs.map(({ title, failure }) => [title, failure?.code]));
      const cells = rows.map(({ title, cells: found }) => ({
        title,
        cell: found[output]?.text ?? '',
        code: codes.get(title),
      }));
      return { view, cells };
    }
    return { ...stage, meet, fill };
  }

  it(
    'fills rows that meet one each, asks again where that helps, and writes nothing else',
    { timeout: 60_000 },
    async () => {
      const { fill, defects } = await open();
      const met = all.filter(([, { kind }]) => kind !== 'paused');
      const { view, cells } = await fill(met.map(([form]) => form));
      expect(cells).toEqual(
        met.map(([form, outcome]) => ({
          title: `(${form})`,
          cell: outcome.kind === 'written' ? outcome.text : '',
          code: outcome.kind === 'failed' ? outcome.code : undefined,
        })),
      );
      const failed = met.filter(([, { kind }]) => kind === 'failed').length;
      expect(view).toMatchObject({
        state: failed > 0 ? 'done-with-errors' : 'done',
        failed,
        done: met.length - failed,
      });
      expect(defects).toEqual([]);
    },
  );

  it('pauses at the first row where every other would fail too', { timeout: 60_000 }, async () => {
    const { fill } = await open();
    for (const [form, outcome] of all) {
      if (outcome.kind !== 'paused') continue;
      const { view, cells } = await fill([form]);
      expect([form, view.state, view.failure?.code, cells[0]?.cell]).toEqual([form, 'paused', outcome.code, '']);
    }
  });

  it('replaces a page by a whole answer only', { timeout: 60_000 }, async () => {
    const { world, demo, meet, runPage } = await open();
    const seen: unknown[] = [];
    const wanted: unknown[] = [];
    const written = all.map(async ([form, outcome]) => {
      const page = world.addPage({ title: `(${form})`, blocks: OLD });
      world.edit.share(demo.token.token, page.id);
      meet(form, `(${form})`);
      const target = { kind: 'page', id: page.id, title: form, url: 'https://app.notion.com/p/x' } as const;
      const { state } = await runPage(target, { prompt: `About (${form})`, where: 'replace' });
      seen.push([form, state, world.toText(page.id)]);
      // A page keeps what came of an answer that a limit cut, above what it was to replace.
      const isCut = forms.length.includes(form);
      const text = isCut ? `${SAID}\n${OLD}` : outcome.kind === 'written' ? outcome.text : OLD;
      wanted.push([form, isCut || outcome.kind === 'written' ? 'done' : 'failed', `(${form})\n${text}`]);
    });
    await Promise.all(written);
    expect(seen).toEqual(wanted);
  });
});
