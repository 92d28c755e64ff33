/** What a person changed in the connections database comes into the connection; a prompt among it is marked until they agree to it here. */
import type { Connection } from '../connections/connection.ts';
import type { StoredConnections } from '../connections/connections-store.ts';
import type { Clock } from '../shared/clock.ts';
import type { VersionedValue } from '../storage/versioned-value.ts';
import { markChanged, markOf, settleMark } from './changed-prompts.ts';
import type { StoredMirror } from './mirror-store.ts';

export interface TakeOverDeps {
  readonly stored: VersionedValue<StoredMirror>;
  readonly connections: VersionedValue<StoredConnections>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Takes over a name or a prompt, each only over what it was compared with: anything changed here since then is newer. */
export async function takeOver(
  { stored, connections, clock }: TakeOverDeps,
  connection: Connection,
  { name, prompt }: { readonly name?: string; readonly prompt?: string },
): Promise<void> {
  if (prompt !== undefined) {
    // Marked first: should the worker stop in between, the mark of a prompt that nobody has does no harm.
    await stored.update((before) => ({
      ...before,
      changedPrompts: markChanged(before.changedPrompts, connection, prompt, clock.now()),
    }));
  }
  const take = (into: Connection): Connection => ({
    ...into,
    ...(name !== undefined && into.name === connection.name && { name }),
    options: {
      ...into.options,
      ...(prompt !== undefined && into.options.prompt === connection.options.prompt && { prompt }),
    },
    updatedAt: clock.now(),
  });
  await connections.update((before) => ({
    ...before,
    connections: before.connections.map((other) => (other.id === connection.id ? take(other) : other)),
  }));
}

/**
 * The person's word on a prompt that came from Notion: it may be used, or what stood here before comes back and goes to Notion with
 * the next look. Decided already, or edited here since: nothing changes.
 */
export async function decideChangedPrompt(
  { stored, connections, clock }: TakeOverDeps,
  connectionId: string,
  use: boolean,
): Promise<void> {
  const prompt = (await connections.read()).connections.find(({ id }) => id === connectionId)?.options.prompt;
  const mark = prompt === undefined ? undefined : markOf((await stored.read()).changedPrompts, prompt);
  if (mark === undefined) return;
  const putBack = (into: Connection): Connection =>
    into.options.prompt === mark.prompt
      ? { ...into, options: { ...into.options, prompt: mark.before }, updatedAt: clock.now() }
      : into;
  const after = use
    ? await connections.read()
    : await connections.update((before) => ({ ...before, connections: before.connections.map(putBack) }));
  await stored.update((before) => ({
    ...before,
    changedPrompts: settleMark(before.changedPrompts, mark.prompt, after.connections),
  }));
}
