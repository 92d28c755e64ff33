import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FirefoxOptions } from './browser-options.ts';
import { prepareProfile } from './firefox-profile.ts';
import { runAsync } from './firefox-surface.ts';
import { connectMarionette, MarionetteError, type Marionette } from './marionette.ts';
import { zipFolder } from './zip-folder.ts';

export interface RunningFirefox {
  readonly marionette: Marionette;
  /** The end of what Firefox wrote to its error stream. */
  log(): readonly string[];
  readonly closed: Promise<void>;
  end(how: 'clean' | 'kill'): Promise<void>;
  /** The process that holds the network stands still. @returns what wakes it */
  suspend(): () => void;
}

/** @throws Error when Firefox does not start or refuses the extension */
export async function startFirefox(
  executable: string,
  extension: { readonly id: string; readonly uuid: string; readonly dir: string },
  profileDir: string,
  options: FirefoxOptions,
): Promise<RunningFirefox> {
  const port = await freePort();
  await prepareProfile(profileDir, port, extension, options);
  const { width, height } = options.viewport ?? { width: 1280, height: 800 };
  const child = spawn(
    executable,
    [
      ...((options.isHeadless ?? true) ? ['--headless'] : []),
      '--marionette',
      '--remote-allow-system-access', // Marionette's chrome scope
      '--no-remote',
      '--profile',
      profileDir,
      `--width=${width}`,
      `--height=${height}`,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        MOZ_HEADLESS_WIDTH: `${width}`,
        MOZ_HEADLESS_HEIGHT: `${height}`,
        MOZ_REMOTE_SETTINGS_DEVTOOLS: '1', // or a release build ignores the preference services.settings.server
      },
    },
  );
  const closed = once(child, 'exit').then(() => undefined);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-20_000)));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  void closed.then(() => process.off('exit', kill));
  let marionette: Marionette;
  try {
    marionette = await connectWhenUp(child, port, () => said);
    await marionette.send('WebDriver:NewSession', { capabilities: { alwaysMatch: { acceptInsecureCerts: false } } });
    await marionette.send('WebDriver:SetTimeouts', { script: 30_000, pageLoad: 30_000, implicit: 0 });
    await trustAuthority(marionette, options.sandbox.front.certificates.authority);
    await install(marionette, extension, profileDir);
  } catch (error) {
    kill();
    throw error;
  }
  return {
    marionette,
    log: () => said.split('\n'),
    closed,
    suspend: () => {
      child.kill('SIGSTOP');
      return () => void child.kill('SIGCONT');
    },
    end: async (how) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (how === 'kill') child.kill('SIGKILL');
      else await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] });
      await closed;
      marionette.close();
    },
  };
}

/** In the browser's own scope, so that no certutil is needed. */
async function trustAuthority(marionette: Marionette, authorityPem: string): Promise<void> {
  const base64 = authorityPem.replace(/-----[^-]+-----|\s/g, '');
  const add = `(certificate) => {
    const { classes, interfaces } = Components;
    const store = classes['@mozilla.org/security/x509certdb;1'].getService(interfaces.nsIX509CertDB);
    store.addCertFromBase64(certificate, 'CT,,');
  }`;
  await marionette.send('Marionette:SetContext', { value: 'chrome' });
  await runAsync(marionette, add, [base64]);
  await marionette.send('Marionette:SetContext', { value: 'content' });
}

/** To stay, as a person's is, where Firefox takes an unsigned one (ESR); else for this run of the browser. */
async function install(
  marionette: Marionette,
  extension: { id: string; dir: string },
  profileDir: string,
): Promise<void> {
  const archive = join(profileDir, 'extension-under-test.xpi');
  if (existsSync(join(profileDir, 'extensions', `${extension.id}.xpi`))) return; // a restart
  await zipFolder(extension.dir, archive);
  try {
    await marionette.send('Addon:Install', { path: archive, temporary: false });
  } catch (error) {
    if (!(error instanceof MarionetteError)) throw error;
    await marionette.send('Addon:Install', { path: archive, temporary: true });
  }
}

async function connectWhenUp(child: ChildProcess, port: number, said: () => string): Promise<Marionette> {
  const end = Date.now() + 30_000;
  while (child.exitCode === null && Date.now() < end) {
    try {
      return await connectMarionette(port);
    } catch {
      await sleep(100); // not listening yet
    }
  }
  throw new Error(`Firefox did not start:\n${said()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
