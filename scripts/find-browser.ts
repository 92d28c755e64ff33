/** Finds the browsers of this machine; on Debian as root, installs what is missing. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export type BrowserKind = 'chromium' | 'firefox';

export interface FoundBrowser {
  readonly kind: BrowserKind;
  readonly path: string;
}

/** Where the variables and files of a machine are looked up; tests pass their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  isExecutable(path: string): boolean;
}

const VARIABLE = { chromium: 'CHROME_PATH', firefox: 'FIREFOX_PATH' } as const;

const LINUX_COMMANDS = {
  chromium: [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
    'brave-browser',
  ],
  firefox: ['firefox-esr', 'firefox'],
} as const;

const MAC_APPLICATIONS = {
  chromium: [
    'Chromium.app/Contents/MacOS/Chromium',
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  firefox: ['Firefox.app/Contents/MacOS/firefox', 'Firefox Developer Edition.app/Contents/MacOS/firefox'],
} as const;

const WINDOWS_PROGRAMS = {
  chromium: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe'],
} as const;

const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isExecutable: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false; // not there, or not ours to run: both mean "look on"
    }
  },
};

/**
 * The browser to use, or undefined. CHROME_PATH and FIREFOX_PATH win over the usual places.
 * @throws Error when such a variable names something that cannot be run
 */
export function findBrowser(kind: BrowserKind, machine: Machine = thisMachine): FoundBrowser | undefined {
  const chosen = machine.env[VARIABLE[kind]];
  if (chosen) {
    if (machine.isExecutable(chosen)) return { kind, path: chosen };
    throw new Error(`${VARIABLE[kind]} is set to ${chosen}, which cannot be run. Correct it or unset it.`);
  }
  const path = usualPlaces(kind, machine).find((place) => machine.isExecutable(place));
  return path === undefined ? undefined : { kind, path };
}

function usualPlaces(kind: BrowserKind, { platform, env, home }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(home, 'Applications')];
    return folders.flatMap((folder) => MAC_APPLICATIONS[kind].map((application) => join(folder, application)));
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (it) => it !== undefined,
    );
    return folders.flatMap((folder) => WINDOWS_PROGRAMS[kind].map((program) => `${folder}\\${program}`));
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return LINUX_COMMANDS[kind].flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** Whether packages can be installed here without asking anybody. */
export function canInstallPackages(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/**
 * Installs Debian packages.
 * @throws Error with the end of apt's output
 */
export function installPackages(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...packages],
  ]) {
    const run = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    if (run.status !== 0) {
      const said = `${run.stdout ?? ''}${run.stderr ?? ''}`.trim().split('\n').slice(-5).join('\n');
      throw new Error(`apt-get ${args.join(' ')} failed:\n${said}`);
    }
  }
}

/** Where to get a browser, in one sentence for the person at the terminal. */
export function howToGetBrowser(kind: BrowserKind): string {
  return kind === 'chromium'
    ? 'No Chromium, Chrome or Edge was found. Install one (Debian: apt install chromium), or set CHROME_PATH to it.'
    : 'No Firefox was found. Install it (Debian: apt install firefox-esr), or set FIREFOX_PATH to it.';
}
