/**
 * What a surface may do. `call` and `watch` come from the messaging client; the rest is what only an extension page itself
 * can do, given by its entrypoint. Components never see the browser's API.
 */
import { createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';

import type { BuiltInModel } from '../../lib/language-model/built-in-model.ts';
import type { Client } from '../../lib/messaging/client.ts';

export interface SurfaceHost {
  /**
   * Asks for match patterns such as `https://api.openai.com/*`; resolves at once where they are granted already. Both
   * browsers refuse outside a person's gesture: call it first thing in the click, before any await.
   */
  requestHostPermission(patterns: readonly string[]): Promise<boolean>;
  /**
   * Tells at once and after each change which hosts that Visen cannot do without are withheld (both browsers let a person
   * do that), as match patterns. Returns what ends it.
   */
  watchMissingHosts(callback: (patterns: readonly string[]) => void): () => void;
  /** As `requestHostPermission`, for notifications. */
  requestNotifications(): Promise<boolean>;
  /** The browser's own model. */
  readonly builtInModel: BuiltInModel;
  /** Shows the App at a route such as `#/home`: in this tab if this is the App, in its own tab otherwise. */
  openApp(hash: string): void;
}

export type VisenClient = Pick<Client, 'call' | 'watch' | 'waits'> & SurfaceHost;

const ClientContext = createContext<VisenClient | null>(null);

export const ClientProvider = ClientContext.Provider;

/**
 * The client of this surface; throws outside of a `ClientProvider`, which is a defect. What a component asked for and what has to
 * wait is given up when the component goes: nobody is there to see it.
 */
export function useClient(): VisenClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error('no ClientProvider above this component');
  const scope = useMemo(() => withLeaving(client), [client]);
  useEffect(() => scope.leave, [scope]);
  return scope.client;
}

function withLeaving(client: VisenClient): { readonly client: VisenClient; readonly leave: () => void } {
  const left = new AbortController();
  const scoped: VisenClient = {
    ...client,
    call: (name, request, options = {}) => {
      const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
      return client.call(name, request, { ...options, signal });
    },
  };
  return { client: scoped, leave: () => left.abort() };
}
