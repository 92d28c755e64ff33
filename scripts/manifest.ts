import type { UserManifest } from 'wxt';

/**
 * The manifest beyond what WXT reads from the entrypoints. A snapshot test (tests/repo/manifest.test.ts) holds it:
 * a new permission or host needs a reason there.
 */
export function createManifest(browser: 'chrome' | 'firefox'): UserManifest {
  const shared: UserManifest = {
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    incognito: 'not_allowed',
    // storage: settings and connections; alarms: wake up for a waiting run; contextMenus: “Generate with AI”;
    // unlimitedStorage: the record of a run must not be evicted while it is being written.
    permissions: ['storage', 'alarms', 'contextMenus', 'unlimitedStorage'],
    optional_permissions: ['notifications'],
    // Notion's API, and its web app, to know which page a tab shows. A fourth host would change the install text.
    host_permissions: ['https://api.notion.com/*', 'https://app.notion.com/*', 'https://www.notion.so/*'],
    // The chosen engine's host, asked for in the click that needs it; plain http is for this computer and the person's own network.
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    content_security_policy: {
      extension_pages: [
        // Chromium refuses text where markup would be made of it; browsers that do not know it pass it over.
        ...(browser === 'chrome' ? ["require-trusted-types-for 'script'", "trusted-types 'none'"] : []),
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        'connect-src https: http:',
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        ...(browser === 'chrome' ? ["frame-src 'self'"] : []),
      ].join('; '),
      // A page that is nobody's: it shows what Google wants beside a searched answer, with its styles, and runs only our own script.
      ...(browser === 'chrome' && {
        sandbox: [
          'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          'img-src data: https:',
          "form-action 'none'",
          "base-uri 'none'",
        ].join('; '),
      }),
    },
    commands: {
      'open-panel': {
        suggested_key: { default: 'Alt+Shift+G', mac: 'Alt+Shift+G' },
        description: '__MSG_command_open_panel__',
      },
    },
    action: { default_title: 'Visen' },
  };
  return browser === 'chrome' ? chromeManifest(shared) : firefoxManifest(shared);
}

function chromeManifest(shared: UserManifest): UserManifest {
  return {
    ...shared,
    minimum_chrome_version: '127',
    // sidePanel: the panel beside the page; declarativeNetRequestWithHostAccess: drop the Origin header on our own
    // requests to a local model server (Ollama answers 403 to an extension's origin).
    permissions: [...(shared.permissions ?? []), 'sidePanel', 'declarativeNetRequestWithHostAccess'],
    externally_connectable: { ids: [] },
    sandbox: { pages: ['suggestions.html'] },
  };
}

function firefoxManifest(shared: UserManifest): UserManifest {
  return {
    ...shared,
    browser_specific_settings: {
      gecko: {
        id: 'visen@visen.app',
        strict_min_version: '140.0',
        data_collection_permissions: { required: ['websiteContent', 'authenticationInfo'] },
      },
    },
  } as UserManifest;
}
