import { describe, expect, it } from 'vitest';

import { createManifest } from '../../scripts/manifest.ts';

/** Each permission with why it is asked for. A new one needs a line here, and in the store's form. */
const REASONS: Readonly<Record<string, string>> = {
  storage: 'settings, connections and prompts stay on the device',
  alarms: 'a run that waits goes on although the worker was stopped',
  contextMenus: '“Generate with AI” on pages, selections and links',
  unlimitedStorage: 'the record of a run must not be evicted while it is written',
  sidePanel: 'the panel beside the page (Chrome)',
  declarativeNetRequestWithHostAccess: 'takes the Origin header off our own requests to a local model server (Chrome)',
  notifications: 'optional: says that a long run ended',
};

describe.each(['chrome', 'firefox'] as const)('the manifest for %s', (browser) => {
  const manifest = createManifest(browser);

  it('asks for nothing without a reason', () => {
    const asked = [...(manifest.permissions ?? []), ...(manifest.optional_permissions ?? [])] as string[];
    expect(asked.filter((name) => REASONS[name] === undefined)).toEqual([]);
  });

  it('asks at install for exactly these', () => {
    const shared = ['storage', 'alarms', 'contextMenus', 'unlimitedStorage'];
    const expected = browser === 'chrome' ? [...shared, 'sidePanel', 'declarativeNetRequestWithHostAccess'] : shared;
    expect(manifest.permissions).toEqual(expected);
    // A fourth host would turn the install text into “a number of websites”.
    expect(manifest.host_permissions).toEqual([
      'https://api.notion.com/*',
      'https://app.notion.com/*',
      'https://www.notion.so/*',
    ]);
    expect(manifest.optional_permissions).toEqual(['notifications']);
  });

  it('lets no page and no other extension in', () => {
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest.incognito).toBe('not_allowed');
    if (browser === 'chrome') expect(manifest.externally_connectable).toEqual({ ids: [] });
  });

  it('allows no code, image or form from elsewhere', () => {
    const policy = (manifest.content_security_policy as { extension_pages: string }).extension_pages;
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
    expect(rules.get('default-src')).toBe("default-src 'none'");
    expect(rules.get('script-src')).toBe("script-src 'self'");
    expect(rules.get('img-src')).toBe("img-src 'self' data:");
    expect(rules.get('form-action')).toBe("form-action 'none'");
    expect(rules.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    if (browser === 'chrome') expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  });

  it('shows a stranger’s HTML only in a page without an origin, in which nothing but our own script runs', () => {
    const { sandbox } = manifest.content_security_policy as { sandbox?: string };
    expect(manifest.sandbox).toEqual(browser === 'chrome' ? { pages: ['suggestions.html'] } : undefined);
    if (browser === 'firefox') return expect(sandbox).toBeUndefined();
    const rules = new Map(sandbox?.split('; ').map((rule) => [rule.split(' ')[0], rule]));
    expect(rules.get('sandbox')).toBe('sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox');
    expect(rules.get('default-src')).toBe("default-src 'none'");
    expect(rules.get('script-src')).toBe("script-src 'self'");
    expect(rules.get('form-action')).toBe("form-action 'none'");
  });

  it('says the lowest version', () => {
    if (browser === 'chrome') expect(manifest.minimum_chrome_version).toBe('127');
    else expect(manifest.browser_specific_settings?.gecko?.strict_min_version).toBe('140.0');
  });
});
