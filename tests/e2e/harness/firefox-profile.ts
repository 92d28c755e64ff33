import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { FirefoxOptions } from './firefox.ts';

const run = promisify(execFile);

type Preference = string | number | boolean;

/** Writes what a fresh or used profile needs for one start: the sandbox's authority and the preferences. */
export async function prepareProfile(
  profileDir: string,
  marionettePort: number,
  extension: { readonly id: string; readonly uuid: string },
  options: FirefoxOptions,
): Promise<void> {
  await trustAuthority(profileDir, options.sandbox.front.certificates.authority);
  const locale = options.locale ?? 'en-US';
  const preferences: Record<string, Preference> = {
    ...QUIET,
    'marionette.port': marionettePort,
    'extensions.webextensions.uuids': JSON.stringify({ [extension.id]: extension.uuid }),
    'extensions.webextOptionalPermissionPrompts': false,
    'extensions.autoDisableScopes': 0,
    'xpinstall.signatures.required': false, // honoured by ESR only: the extension stays installed over a restart
    'extensions.webextensions.keepStorageOnUninstall': true, // elsewhere it is installed anew and finds its data
    'extensions.webextensions.keepUuidOnUninstall': true,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': options.sandbox.front.proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': options.sandbox.front.proxyPort,
    'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
    'intl.locale.requested': locale,
    'intl.accept_languages': locale,
    'layout.css.prefers-color-scheme.content-override': options.colorScheme === 'dark' ? 0 : 1,
    ...options.preferences,
  };
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profileDir, 'user.js'), `${lines.join('\n')}\n`);
}

/** @throws Error that says how to get certutil when there is none */
async function trustAuthority(profileDir: string, authority: string): Promise<void> {
  const file = join(profileDir, 'sandbox-authority.pem');
  if (existsSync(file) && (await readFile(file, 'utf8')) === authority) return; // the same sandbox, a restart
  const database = `sql:${profileDir}`;
  try {
    // On an existing database -N asks for its password and never ends.
    if (!existsSync(join(profileDir, 'cert9.db'))) await run('certutil', ['-N', '-d', database, '--empty-password']);
    await writeFile(file, authority);
    await run('certutil', ['-A', '-d', database, '-n', `sandbox-${Date.now()}`, '-t', 'CT,,', '-i', file]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('No certutil, which makes Firefox trust the sandbox (Debian: apt install libnss3-tools).', {
      cause: error,
    });
  }
}

/** Nothing of the browser's own on the network, no first-run pages, no questions. */
const QUIET: Readonly<Record<string, Preference>> = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'app.shield.optoutstudies.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.contentblocking.category': 'standard',
  'browser.discovery.enabled': false,
  'browser.newtabpage.enabled': false,
  'browser.region.update.enabled': false,
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.tabs.warnOnClose': false,
  'browser.topsites.contile.enabled': false,
  'browser.urlbar.merino.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.blocklist.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'geo.provider.testing': true,
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-manager.url': '',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.prefetch-next': false,
  'network.trr.mode': 5,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'signon.rememberSignons': false,
  'toolkit.telemetry.server': 'data:,',
  'trailhead.firstrun.didSeeAboutWelcome': true,
};
