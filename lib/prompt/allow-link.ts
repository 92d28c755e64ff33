// Host names as they stand in running text: with letters of any script, and at least one dot.
const HOST_IN_TEXT = /[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+/gu;

export interface LinkSources {
  /** What the person wrote: prompt and system instructions. */
  readonly trusted: readonly string[];
  /** Page, row and selected text that was sent; empty if none was. */
  readonly untrusted: readonly string[];
}

/**
 * Which links of an answer survive. Only http, https and mailto. Where untrusted text was sent, only to a host that stands in it
 * or in the prompt: an injected instruction can otherwise make the model write what it read into an address of its choice.
 */
export function createLinkFilter({ trusted, untrusted }: LinkSources): (url: string) => boolean {
  const isFree = untrusted.every((text) => text.trim() === '');
  const hosts = isFree ? new Set<string>() : new Set([...trusted, ...untrusted].flatMap(hostsIn));
  return (url) => {
    if (!URL.canParse(url)) return false;
    const parsed = new URL(url);
    if (parsed.protocol === 'mailto:') return isFree || mailHosts(parsed).every((host) => hosts.has(host));
    if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return false;
    return isFree || hosts.has(withoutWww(parsed.hostname));
  };
}

function hostsIn(text: string): string[] {
  return [...text.matchAll(HOST_IN_TEXT)].flatMap(([token]) => {
    const address = `http://${token}`;
    return URL.canParse(address) ? [withoutWww(new URL(address).hostname)] : [];
  });
}

/** Every address of a mailto link, also those in its query; a link without any goes nowhere and is refused. */
function mailHosts(url: URL): string[] {
  const fields = [...url.searchParams].filter(([name]) => /^(?:to|cc|bcc)$/iu.test(name)).map(([, value]) => value);
  const addresses = [decode(url.pathname), ...fields].flatMap((list) => list.split(','));
  const hosts = addresses.map((address) => address.trim()).filter((address) => address !== '');
  return hosts.length === 0 ? [''] : hosts.map((address) => withoutWww(address.split('@')[1]?.toLowerCase() ?? ''));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign: the raw text has no host that is known
  }
}

const withoutWww = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/\.$/u, '');
