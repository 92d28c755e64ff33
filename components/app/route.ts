import { useEffect, useState } from 'preact/hooks';

export const VIEWS = ['home', 'create', 'connections', 'runs', 'prompts', 'settings', 'upgrade', 'feedback'] as const;

export type View = (typeof VIEWS)[number];

export interface Route {
  readonly view: View;
  /** What follows the view: `#/create/<connectionId>`, `#/runs/<runId>`. */
  readonly id?: string;
  readonly query: URLSearchParams;
}

/** Any hash has a route; what is not known leads home. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, id] = path.split('/', 2);
  const view = VIEWS.find((known) => known === name) ?? 'home';
  const known = view === name;
  return { view, query: new URLSearchParams(query), ...(known && id && { id: decode(id) }) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hash that a person typed: taken as it stands.
    return part;
  }
}

/** The route of this page, following its hash. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => followHash(window, (hash) => setRoute(parseRoute(hash))), []);
  return route;
}

/** Tells the hash at once, since it may have changed after the first render, and at each change. @returns what ends it */
export function followHash(page: HashPage, show: (hash: string) => void): () => void {
  const follow = () => show(page.location.hash);
  page.addEventListener('hashchange', follow);
  follow();
  return () => page.removeEventListener('hashchange', follow);
}

type HashPage = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
  readonly location: { readonly hash: string };
};
