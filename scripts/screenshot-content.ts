/** What the screenshots show: a workspace, connections and runs as they are after some weeks of use. */
import { webUrl, type Sandbox } from '../sandbox/main.ts';
import { call, openReady } from '../tests/e2e/behaviours-steps.ts';
import type { ExtensionBrowser, Surface } from '../tests/e2e/harness/surface.ts';

export const DATABASE_CONNECTION = 'blog-ideas';
export const PAGE_CONNECTION = 'newsletter';
export const ROWS_RUN = 'run-rows';

const TOPICS = [
  ['Learning is fun', 'opinion'],
  ['A tidy workspace in ten minutes', 'guide'],
  ['How we plan a week', 'guide'],
  ['Questions to ask in an interview', 'guide'],
] as const;

/** Fills the workspace, makes connections and runs two of them. @returns the App, set up */
export async function fillWorkspace(browser: ExtensionBrowser, sandbox: Sandbox): Promise<Surface> {
  const { demo } = sandbox;
  const { world } = sandbox.notion;
  const share = (id: string): void => world.edit.share(demo.token.token, id);
  const newsletter = world.addPage({ title: 'Autumn newsletter' });
  const interviews = world.addPage({ title: 'Customer interviews', blocks: 'Notes of three calls with customers.' });
  const hiring = world.addPage({ title: 'Hiring plan' });
  for (const { id } of [newsletter, interviews, hiring]) share(id);
  for (const [Topic, tag] of TOPICS) world.addRow(demo.ideas.dataSource.id, { Topic, Tags: [tag] });

  const app = await openReady({ browser, sandbox });
  await call(app, 'notices.dismiss', { notice: 'menu-hint' });
  const connect = async (id: string, name: string, url: string, kind: 'page' | 'database', prompt: string) => {
    const target = await call<{ dataSourceId?: string }>(app, 'target.resolve', { url, kind });
    const options = { prompt, where: 'end', usePageContent: kind === 'page' };
    await call(app, 'connections.save', { id, name, target, options });
    return { target, options };
  };
  await connect('interviews', 'Interview summary', webUrl(interviews.id), 'page', 'Summarise this page.');
  await connect('hiring', 'Hiring plan', webUrl(hiring.id), 'page', 'Write an outline for a hiring plan.');
  const letter = await connect(
    PAGE_CONNECTION,
    'Autumn newsletter',
    webUrl(newsletter.id),
    'page',
    'Write a short newsletter about our autumn release: what is new, and what comes next.',
  );
  const ideas = await connect(
    DATABASE_CONNECTION,
    'Blog ideas',
    webUrl(demo.ideas.database.id),
    'database',
    'Write an introduction of two sentences about {{Topic}}.',
  );
  await run(app, 'run-letter', { kind: 'page', ...letter }, PAGE_CONNECTION);
  const { presetOutput } = await call<{ presetOutput: unknown }>(app, 'database.open', {
    databaseId: demo.ideas.database.id,
  });
  const options = { ...ideas.options, output: presetOutput };
  const request = { kind: 'rows', target: ideas.target, options, selection: { kind: 'all' } };
  await run(app, ROWS_RUN, request, DATABASE_CONNECTION);
  await call(app, 'mirror.create', { parentPageId: demo.notes.id });
  await call(app, 'mirror.sync', {});
  return app;
}

/** Starts a run and waits for its end. */
async function run(app: Surface, id: string, request: unknown, connectionId: string): Promise<void> {
  await call(app, 'runs.start', { id, request, connectionId });
  const end = Date.now() + 60_000;
  for (;;) {
    const { jobs } = await call<{ jobs: readonly { state: string }[] }>(app, 'runs.jobs', { runId: id, limit: 50 });
    const isEnded = jobs.length > 0 && jobs.every(({ state }) => ['done', 'failed', 'skipped'].includes(state));
    if (isEnded) return;
    if (Date.now() > end) throw new Error(`The run ${id} did not end: ${JSON.stringify(jobs)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
