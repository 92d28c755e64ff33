/** The prompts library: the person's own prompts, stored, before the built-in ones, which are not. */
import * as v from 'valibot';

import type { HandlersFor } from '../shared/command.ts';
import type { TopicSource } from '../shared/topic-source.ts';
import { AppError } from '../shared/app-error.ts';
import type { Clock } from '../shared/clock.ts';
import type { ValueDefinition, VersionedValue } from '../storage/versioned-value.ts';
import type { SavedPrompt } from './saved-prompt.ts';
import { savedPromptSchema } from './saved-prompt-schema.ts';
import type { PromptCommands } from './prompt-commands.ts';

export const PROMPTS_VALUE: ValueDefinition<readonly SavedPrompt[]> = {
  key: 'prompts',
  version: 1,
  schema: v.array(savedPromptSchema),
  initial: [],
  migrations: {},
};

/** `{ format, version, prompts }`: what Export writes and Import reads. */
export const PROMPTS_FORMAT = 'visen-prompts';
const fileSchema = v.object({
  format: v.literal(PROMPTS_FORMAT),
  version: v.literal(1),
  prompts: v.pipe(v.array(savedPromptSchema), v.maxLength(5_000)),
});

export interface SavedPromptsDeps {
  readonly stored: VersionedValue<readonly SavedPrompt[]>;
  /** In the language of the interface, which can change. */
  readonly builtIn: TopicSource<readonly SavedPrompt[]>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

export class SavedPromptsService {
  readonly #deps: SavedPromptsDeps;
  readonly handlers: HandlersFor<PromptCommands> = {
    'prompts.save': ({ prompt }) => this.save(prompt),
    'prompts.delete': ({ id }) => this.delete(id),
    'prompts.import': ({ json }) => this.import(json),
    'prompts.export': () => this.export(),
  };
  readonly topic: TopicSource<readonly SavedPrompt[]>;

  constructor(deps: SavedPromptsDeps) {
    this.#deps = deps;
    this.topic = {
      read: async () => [...(await deps.stored.read()), ...(await deps.builtIn.read())],
      subscribe: (changed) => {
        const leave = [deps.stored.subscribe(changed), deps.builtIn.subscribe(changed)];
        return () => leave.forEach((one) => one());
      },
    };
  }

  /** A built-in prompt is never changed: what was made of it is stored as one of the person's own. */
  async save(prompt: SavedPrompt): Promise<SavedPrompt> {
    const { stored, clock, newId } = this.#deps;
    const id = isBuiltInId(prompt.id) ? newId() : prompt.id;
    const own: SavedPrompt = { ...prompt, id, builtIn: false, updatedAt: clock.now() };
    await stored.update((prompts) =>
      prompts.some((other) => other.id === id)
        ? prompts.map((other) => (other.id === id ? own : other))
        : [...prompts, own],
    );
    return own;
  }

  async delete(id: string): Promise<{ deleted: boolean }> {
    let deleted = false;
    await this.#deps.stored.update((prompts) => {
      const left = prompts.filter((prompt) => prompt.id !== id);
      deleted = left.length < prompts.length;
      return deleted ? left : prompts;
    });
    return { deleted };
  }

  /** Adds what is not there yet (same name and text); all or nothing. Throws `import-invalid`. */
  async import(json: string): Promise<{ added: number }> {
    const parsed = v.safeParse(fileSchema, parseJson(json));
    if (!parsed.success) throw importInvalid(parsed.issues[0]);
    let added = 0;
    await this.#deps.stored.update((present) => {
      const merged = mergePrompts(present, parsed.output.prompts, this.#deps.newId);
      added = merged.length - present.length;
      return merged;
    });
    return { added };
  }

  async own(): Promise<readonly SavedPrompt[]> {
    return this.#deps.stored.read();
  }

  async export(): Promise<{ fileName: string; json: string }> {
    const file = { format: PROMPTS_FORMAT, version: 1, prompts: await this.own() };
    const day = new Date(this.#deps.clock.now()).toISOString().slice(0, 10);
    return { fileName: `visen-prompts-${day}.json`, json: JSON.stringify(file, null, 2) };
  }
}

/** Adds the prompts that are not there yet, by name and text. Built-in ones are never stored. */
export function mergePrompts(
  present: readonly SavedPrompt[],
  imported: readonly SavedPrompt[],
  newId: () => string,
): readonly SavedPrompt[] {
  const known = new Set(present.map(contentOf));
  const ids = new Set(present.map(({ id }) => id));
  const added: SavedPrompt[] = [];
  for (const prompt of imported) {
    if (prompt.builtIn || known.has(contentOf(prompt))) continue;
    const own = ids.has(prompt.id) || isBuiltInId(prompt.id) ? { ...prompt, id: newId() } : prompt;
    known.add(contentOf(own));
    ids.add(own.id);
    added.push(own);
  }
  return added.length === 0 ? present : [...present, ...added];
}

function isBuiltInId(id: string): boolean {
  return id.startsWith('built-in:');
}

function contentOf({ name, text }: SavedPrompt): string {
  return JSON.stringify([name, text]);
}

/** Throws `import-invalid` (reason `json`). */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new AppError('import-invalid', 'never', { details: { reason: 'json' }, cause });
  }
}

/** Where a file does not fit, never what it holds. */
export function importInvalid(issue: v.BaseIssue<unknown>, within = ''): AppError {
  const at = [within, v.getDotPath(issue) ?? ''].filter((part) => part !== '').join('.');
  return new AppError('import-invalid', 'never', { details: { reason: 'shape', at } });
}
