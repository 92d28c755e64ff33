/** A fresh page or database for a person who has none at hand. */
import type { Target } from '../run-request/target.ts';
import type { HandlersFor } from '../shared/command.ts';
import { AppError } from '../shared/app-error.ts';
import { buildSampleDatabase, buildSamplePage, buildSampleRows, sampleParent } from './create-samples.ts';
import { describeDatabase, describePage } from '../notion/describe-target.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { Clock } from '../shared/clock.ts';
import { finishWhatIsBegun } from './finish-what-is-begun.ts';
import type { SampleCommands } from './notion-commands.ts';

/** Titles and topics in the person's language. */
export interface SampleTexts {
  readonly pageTitle: string;
  readonly databaseTitle: string;
  readonly topics: readonly string[];
}

export function createSampleCommands(
  workspace: () => Promise<NotionWorkspace>,
  texts: () => Promise<SampleTexts>,
  clock: Clock,
): HandlersFor<SampleCommands> {
  return {
    'sample.createPage': async ({ parentPageId }) => {
      const request = buildSamplePage(sampleParent(parentPageId), (await texts()).pageTitle);
      return describePage(await (await workspace()).createPage(request));
    },
    'sample.createDatabase': async ({ parentPageId }) =>
      createSampleDatabase(finishWhatIsBegun(await workspace(), clock), parentPageId, await texts()),
  };
}

async function createSampleDatabase(
  workspace: NotionWorkspace,
  parentPageId: string | null,
  texts: SampleTexts,
): Promise<Target> {
  const database = await workspace.createDatabase(buildSampleDatabase(sampleParent(parentPageId), texts.databaseTitle));
  const named = database.data_sources[0];
  if (named === undefined) throw new AppError('notion-unavailable', 'later', { details: { reason: 'no-data-source' } });
  const source = await workspace.getDataSource(named.id);
  // One after the other: rows are listed in the order they were made.
  for (const row of buildSampleRows(source, texts.topics)) await workspace.createPage(row);
  return describeDatabase(database, named);
}
