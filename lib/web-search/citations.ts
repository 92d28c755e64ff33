import { sameAddress } from '../prompt/allow-link.ts';
import type { WebSearch, WebSource } from '../language-model/web-source.ts';

/**
 * Which addresses of an answer the engine itself vouches for: the pages that it looked at, and the home page of their sites, which
 * carries nothing. It is asked while an answer comes, and knows then what was told so far.
 */
export class Citations {
  readonly #pages: string[] = [];

  constructor(search?: WebSearch) {
    for (const source of [...(search?.cited ?? []), ...(search?.seen ?? [])]) this.add(source);
  }

  add({ url }: WebSource): void {
    this.#pages.push(url);
  }

  has(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname, pathname, search, hash } = new URL(url);
    if (protocol !== 'https:' && protocol !== 'http:') return false;
    const isHome = pathname === '/' && search === '' && hash === '';
    return this.#pages.some(
      (page) => sameAddress(page, url) || (isHome && withoutWww(new URL(page).hostname) === withoutWww(hostname)),
    );
  }

  /** The same rule, with what is vouched for beside it. */
  allow(rule: (url: string) => boolean): (url: string) => boolean {
    return (url) => this.has(url) || rule(url);
  }
}

const withoutWww = (host: string): string => host.replace(/^www\./u, '');
