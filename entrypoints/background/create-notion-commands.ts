import { extensionTexts } from '../../lib/adapters/browser/extension-texts.ts';
import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import type { RunStore } from '../../lib/jobs/ports.ts';
import { createDatabaseCommands } from '../../lib/notion-commands/database-commands.ts';
import { JustRead } from '../../lib/notion-commands/just-read.ts';
import type { NotionCommands } from '../../lib/notion-commands/notion-commands.ts';
import { createSampleCommands, type SampleTexts } from '../../lib/notion-commands/sample-commands.ts';
import { createTargetCommands } from '../../lib/notion-commands/target-commands.ts';
import type { ReadRows } from '../../lib/notion/read-rows.ts';
import type { NotionWorkspace } from '../../lib/notion/workspace.ts';
import type { HandlersFor } from '../../lib/shared/command.ts';
import type { KeyValueStore } from '../../lib/storage/key-value-store.ts';

/** What surfaces ask of Notion with a person waiting. `session`: what outlives the worker, and not the browser. */
export function createNotionCommands(
  workspace: () => Promise<NotionWorkspace>,
  store: RunStore,
  session: KeyValueStore,
  readRows: ReadRows,
): HandlersFor<NotionCommands> {
  const justRead = new JustRead(systemClock.now);
  return {
    ...createTargetCommands(workspace, justRead),
    ...createDatabaseCommands(workspace, store, systemClock.now, session, readRows, justRead),
    ...createSampleCommands(workspace, sampleTexts, systemClock),
  };
}

async function sampleTexts(): Promise<SampleTexts> {
  const textOf = await extensionTexts();
  return {
    pageTitle: textOf('sample_page_title'),
    databaseTitle: textOf('sample_database_title'),
    topics: textOf('sample_topics').split('|'),
  };
}
