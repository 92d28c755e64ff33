import { createDatabaseCommands } from '../../../lib/notion-commands/database-commands.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';
import { createRowWorld } from '../generation/rows/row-world.ts';

/** The commands of a database of four rows, for a worker that may be started anew. */
export function createDatabaseWorld() {
  const { world, dataSourceId, property } = createRowWorld();
  const { notion, clock, store } = world;
  const session = createMemoryKeyValueStore();
  /** Nothing of an old worker's memory is left. */
  const boot = () => createDatabaseCommands(async () => notion, store, clock.now, session);
  let commands = boot();
  const restart = () => (commands = boot());
  const add = (id: string, title: string) =>
    commands['database.addRow']({ dataSourceId, titlePropertyId: property('Topic'), title, id });
  const topics = () => notion.rowIds(dataSourceId).map((row) => notion.cellText(row, 'Topic'));
  const addInNotion = (title: string) =>
    notion.addRow(dataSourceId, { Topic: { title: [{ text: { content: title } }] } });
  const commandsNow = () => commands;
  return { notion, clock, commands, commandsNow, dataSourceId, session, add, topics, restart, addInNotion };
}
