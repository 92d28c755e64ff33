import { useRef, useState } from 'preact/hooks';

import { DEFAULT_GENERATION_OPTIONS } from '../../lib/connections/connection.ts';
import type { Target, TargetKind } from '../../lib/connections/connection.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useAction } from '../hooks/use-action.ts';

/** What was chosen in the list or just made: enough to fill the fields. */
export type ChosenTarget = Pick<Target, 'id' | 'kind' | 'title' | 'url'>;

/** The first step of Create. Next looks at the target in Notion, keeps the connection and goes on to its prompt. */
export function useTargetForm(start: { readonly url: string; readonly kind: TargetKind }) {
  const client = useClient();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<TargetKind>(start.kind);
  const [url, setUrl] = useState(start.url);
  const [chosen, setChosen] = useState<ChosenTarget | undefined>();
  const [urlMissing, setUrlMissing] = useState(false);
  const asking = useRef<AbortController | undefined>(undefined);
  const next = useAction(async () => {
    setUrlMissing(url.trim() === '');
    if (url.trim() === '') return;
    const { signal } = (asking.current = new AbortController());
    const target = await client.call('target.resolve', { url: url.trim(), kind }, { signal });
    const connection = await client.call('connections.save', {
      id: crypto.randomUUID(),
      name: name.trim() || target.title.trim() || url.trim(),
      target,
      options: DEFAULT_GENERATION_OPTIONS,
    });
    client.openApp(`#/create/${encodeURIComponent(connection.id)}`);
  });
  const forget = () => {
    // Another address: nobody waits for the one before.
    asking.current?.abort();
    next.clear();
    setUrlMissing(false);
  };
  return {
    name,
    setName,
    kind,
    setKind: (value: TargetKind) => {
      forget();
      setKind(value);
    },
    url,
    setUrl: (value: string) => {
      forget();
      setChosen(undefined);
      setUrl(value);
    },
    chosen: chosen?.id,
    choose: (target: ChosenTarget) => {
      forget();
      // A name that a person typed stays; one that came with an earlier choice follows the new one.
      if (name.trim() === '' || name === chosen?.title) setName(target.title);
      setChosen(target);
      setKind(target.kind);
      setUrl(target.url);
    },
    urlMissing,
    next,
  };
}
