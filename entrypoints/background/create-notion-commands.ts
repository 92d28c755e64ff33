import { browser } from '../../lib/adapters/browser/browser.ts';
import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import { createSampleCommands } from '../../lib/notion-commands/sample-commands.ts';
import { createTargetCommands } from '../../lib/notion-commands/target-commands.ts';
import type { NotionWorkspace } from '../../lib/notion/workspace.ts';

/** What surfaces ask of Notion with a person waiting. */
export function createNotionCommands(workspace: () => Promise<NotionWorkspace>) {
  return {
    ...createTargetCommands(workspace),
    ...createSampleCommands(
      workspace,
      {
        pageTitle: text('sample_page_title'),
        databaseTitle: text('sample_database_title'),
        topics: text('sample_topics').split('|'),
      },
      systemClock,
    ),
  };
}

function text(name: string): string {
  return browser.i18n.getMessage(name);
}
