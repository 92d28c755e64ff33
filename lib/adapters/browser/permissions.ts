import type { HostAccess } from '../../settings/engine-origin.ts';
import { browser } from './browser.ts';
import type { Permissions } from './browser.ts';

/** Whether the browser lets us talk to a host now: a person can take it back at any time. */
export const hostAccess: HostAccess = {
  has: (pattern) => browser.permissions.contains({ origins: [pattern] }),
};

/** Which of the hosts that come with the install are withheld now: at once, and after each change. Returns what ends it. */
export function watchMissingHosts(callback: (patterns: readonly string[]) => void): () => void {
  const { host_permissions: hosts = [] } = browser.runtime.getManifest() as { host_permissions?: string[] };
  let isOver = false;
  const look = async (): Promise<void> => {
    const granted = await Promise.all(hosts.map((host) => hostAccess.has(host)));
    if (!isOver) callback(hosts.filter((_host, index) => !granted[index]));
  };
  const follow = () => void look();
  browser.permissions.onAdded.addListener(follow);
  browser.permissions.onRemoved.addListener(follow);
  follow();
  return () => {
    isOver = true;
    browser.permissions.onAdded.removeListener(follow);
    browser.permissions.onRemoved.removeListener(follow);
  };
}

/** Gives back every permission that was not there at install. */
export async function removeOptionalPermissions(): Promise<void> {
  const manifest = browser.runtime.getManifest() as { host_permissions?: string[]; permissions?: string[] };
  const granted = await browser.permissions.getAll();
  const required = new Set([...(manifest.host_permissions ?? []), ...contentScriptMatches()]);
  const origins = (granted.origins ?? []).filter((origin) => !required.has(origin));
  const names: readonly string[] = granted.permissions ?? [];
  const permissions = names.filter((name) => !manifest.permissions?.includes(name));
  const toRemove = { origins, permissions } as Permissions.Permissions;
  if (origins.length > 0 || permissions.length > 0) await browser.permissions.remove(toRemove);
}

function contentScriptMatches(): readonly string[] {
  return (browser.runtime.getManifest().content_scripts ?? []).flatMap(({ matches }) => matches);
}
