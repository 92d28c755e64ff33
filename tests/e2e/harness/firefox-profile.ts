import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { FirefoxOptions } from './browser-options.ts';

type Preference = string | number | boolean;

/** Writes the preferences that a fresh or used profile needs for one start. */
export async function prepareProfile(
  profileDir: string,
  marionettePort: number,
  extension: { readonly id: string; readonly uuid: string },
  options: FirefoxOptions,
): Promise<void> {
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
