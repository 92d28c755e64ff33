import { useRef, useState } from 'preact/hooks';

import { DEFAULT_GENERATION_OPTIONS } from '../../lib/run-request/generation-options.ts';
import type { Target, TargetKind } from '../../lib/run-request/target.ts';
import { parseNotionUrl } from '../../lib/notion/page-id.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import { useClient } from '../hooks/client-context.tsx';
import type { VisenClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';

/** What was chosen in the list or just made: enough to fill the fields. */
export type ChosenTarget = Pick<Target, 'id' | 'kind' | 'title' | 'url' | 'path'>;

/** Whether a text is meant as an address and not as words to look for. */
export function isAddress(text: string): boolean {
  return /^\s*(?:[a-z][a-z+.-]*:|www\.)|^\s*[\w.-]+\.[a-z]{2,}\/|[0-9a-f]{32}/iu.test(text);
}

interface Fields {
  readonly url: string;
  readonly name: string;
  readonly kind: TargetKind;
  /** The person said which kind it is: an address of the other is told so and not followed. */
  readonly isKindChosen: boolean;
}

interface TargetFormStart {
  readonly url: string;
  readonly kind: TargetKind | undefined;
  /** What the connection's prompt begins as. */
  readonly prompt?: string;
}

/** The first step of Create. Next looks at the target in Notion, keeps the connection and goes on to its prompt. */
export function useTargetForm(start: TargetFormStart) {
  const client = useClient();
  const [fields, setFields] = useState<Fields>({
    url: start.url,
    name: '',
    kind: start.kind ?? kindOf(start.url) ?? 'page',
    isKindChosen: start.kind !== undefined,
  });
  const [chosen, setChosen] = useState<ChosenTarget | undefined>();
  const [urlMissing, setUrlMissing] = useState(false);
  /** Of what was chosen: an address says nothing of the pages above it. */
  const path = useRef<Target['path']>(undefined);
  const asking = useRef<AbortController | undefined>(undefined);
  const next = useAction(async (given: Fields = fields) => {
    setUrlMissing(given.url.trim() === '');
    if (given.url.trim() === '') return;
    const { signal } = (asking.current = new AbortController());
    const target = await resolveTarget(client, given, signal);
    const connection = await client.call('connections.save', {
      id: crypto.randomUUID(),
      name: given.name.trim() || target.title.trim() || given.url.trim(),
      target: { ...target, ...(path.current && { path: path.current }) },
      options: { ...DEFAULT_GENERATION_OPTIONS, ...(start.prompt && { prompt: start.prompt }) },
    });
    client.openApp(`#/create/${encodeURIComponent(connection.id)}`);
  });
  const change = (part: Partial<Fields>): Fields => {
    // Another address: nobody waits for the one before.
    asking.current?.abort();
    next.clear();
    setUrlMissing(false);
    const changed = { ...fields, ...part };
    setFields(changed);
    return changed;
  };
  const choose = (target: ChosenTarget): Fields => {
    setChosen(target);
    path.current = target.path;
    // A name that a person typed stays; one that came with an earlier choice follows the new one.
    const isOwn = fields.name.trim() !== '' && fields.name !== chosen?.title;
    const name = isOwn ? fields.name : target.title;
    return change({ kind: target.kind, url: target.url, name, isKindChosen: true });
  };
  return {
    ...fields,
    chosen: chosen?.id,
    setName: (name: string) => setFields((now) => ({ ...now, name })),
    setKind: (kind: TargetKind) => void change({ kind, isKindChosen: true }),
    setUrl: (url: string) => {
      setChosen(undefined);
      path.current = undefined;
      const kind = kindOf(url);
      change({ url, ...(kind !== undefined && !fields.isKindChosen && { kind }) });
    },
    choose: (target: ChosenTarget) => void choose(target),
    /** Chooses and goes on at once. */
    open: (target: ChosenTarget) => next.run(choose(target)),
    urlMissing,
    next: { ...next, run: () => next.run() },
  };
}

/** A view in an address means a database; a page alone may be either, and Notion tells. */
function kindOf(url: string): TargetKind | undefined {
  const parsed = parseNotionUrl(url.trim());
  if (parsed.kind !== 'target') return undefined;
  return parsed.viewId !== undefined && parsed.peekId === undefined ? 'database' : undefined;
}

/** Where nobody said which kind it is, Notion's answer is followed. */
async function resolveTarget(
  client: VisenClient,
  { url, kind, isKindChosen }: Fields,
  signal: AbortSignal,
): Promise<Target> {
  try {
    return await client.call('target.resolve', { url: url.trim(), kind }, { signal });
  } catch (error) {
    const other = error instanceof AppError ? OTHER_KIND[error.code] : undefined;
    if (isKindChosen || other === undefined) throw error;
    return client.call('target.resolve', { url: url.trim(), kind: other }, { signal });
  }
}

const OTHER_KIND: Readonly<Record<string, TargetKind>> = { 'target-is-database': 'database', 'target-is-page': 'page' };
