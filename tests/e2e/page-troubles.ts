/** What can go wrong with a run on a page, how it is cured outside Visen, and what Visen says. */
import type { AnswerScript } from '../../sandbox/models/answers.ts';
import { waitForWords } from '../../scripts/demo-browser.ts';
import { expect } from 'vitest';
import type { Surface } from './harness/surface.ts';
import type { World } from './harness/world.ts';
import { addPage, generate, waitForState, type TestPage } from './page-scenes.ts';

export interface Trouble {
  readonly name: string;
  readonly begin: (world: World, page: TestPage) => void;
  readonly end?: (world: World, page: TestPage) => void;
  readonly says: RegExp;
  /** The answer came before the failure: it is kept, and not paid for again. */
  readonly isAfterAnswer?: boolean;
}

const edit = (world: World) => world.sandbox.notion.world.edit;
const token = (world: World) => world.sandbox.demo.token;
const engine = (world: World) => world.sandbox.openai.faults;

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'a token that was revoked',
    begin: (world) => (token(world).revoked = true),
    end: (world) => (token(world).revoked = false),
    says: /Notion does not accept the token.*Settings/,
  },
  {
    name: 'a page that is not shared any more',
    begin: (world, { id }) => edit(world).unshare(token(world).token, id),
    end: (world, { id }) => edit(world).share(token(world).token, id),
    says: /does not show this page to Visen.*••• → Connections → Visen, then try again/,
  },
  {
    name: 'a page in the trash',
    begin: (world, { id }) => edit(world).trash(id),
    end: (world, { id }) => edit(world).restore(id),
    says: /in Notion’s trash.*Restore it in Notion, then try again/,
    isAfterAnswer: true,
  },
  {
    name: 'a key that the engine does not take',
    begin: (world) => engine(world).add({ kind: 'key-wrong' }),
    says: /does not accept the key.*Settings/,
  },
  {
    name: 'an account without credit',
    begin: (world) => engine(world).add({ kind: 'no-credit' }),
    says: /no credit left.*Add credit there, then try again/,
  },
  {
    name: 'a model that refuses',
    begin: (world) => engine(world).add({ kind: 'refusal' }),
    says: /declined to answer.*Rephrase the prompt/,
  },
  {
    name: 'a model that says nothing',
    // It is asked three times by itself.
    begin: (world) => engine(world).add({ kind: 'empty' }, { times: 3 }),
    says: /empty answer.*Try again/,
  },
];

/** The run fails with a sentence and its cure; after it, Try again does the rest without anything being entered again. */
export async function failAndTryAgain(
  world: World,
  script: AnswerScript,
  trouble: Trouble,
  open: (world: World, page: TestPage) => Promise<Surface>,
): Promise<Surface> {
  const { begin, end, says, isAfterAnswer = false } = trouble;
  const page = addPage(world, 'In trouble', 'Old.');
  const surface = await open(world, page);
  // A panel first looks at the page: that has its own sentences.
  await surface.getByRole('textbox', 'AI prompt').waitFor();
  begin(world, page);
  try {
    if (isAfterAnswer) script.push('Written after all.');
    await generate(surface, 'Write it');
    await waitForWords(surface, says, undefined, 20_000);
    await waitForState(surface, 'Failed');
    expect(page.texts().filter((text) => text !== 'Old.')).toEqual([]);
  } finally {
    end?.(world, page);
  }
  if (!isAfterAnswer) script.push('Written after all.');
  await surface.getByRole('button', 'Try again').click();
  await waitForState(surface, 'Done');
  expect(page.texts()).toEqual(['Old.', 'Written after all.']);
  return surface;
}
