import { describe, expect, it } from 'vitest';

import { findBrowser, type Machine } from '../../scripts/find-browser.ts';

const machine = (platform: NodeJS.Platform, files: readonly string[], env: Record<string, string> = {}): Machine => ({
  platform,
  env,
  home: '/home/ada',
  isExecutable: (path) => files.includes(path),
});

describe('findBrowser', () => {
  it('finds a browser on the path of a Linux machine, Chromium before Chrome', () => {
    const env = { PATH: '/opt/bin:/usr/bin' };
    const both = machine('linux', ['/usr/bin/google-chrome', '/usr/bin/chromium'], env);
    expect(findBrowser('chromium', both)).toEqual({ kind: 'chromium', path: '/usr/bin/chromium' });
    const chrome = machine('linux', ['/opt/bin/google-chrome'], env);
    expect(findBrowser('chromium', chrome)?.path).toBe('/opt/bin/google-chrome');
    expect(findBrowser('firefox', machine('linux', ['/usr/bin/firefox'], env))?.path).toBe('/usr/bin/firefox');
  });

  it('finds the applications of a Mac, also those of one person', () => {
    const path = '/home/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser('chromium', machine('darwin', [path]))?.path).toBe(path);
  });

  it('finds the programs of a Windows machine', () => {
    const path = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const env = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
    expect(findBrowser('chromium', machine('win32', [path], env))?.path).toBe(path);
  });

  it('gives undefined where there is none', () => {
    expect(findBrowser('firefox', machine('linux', []))).toBeUndefined();
  });

  it('takes what the variable names, and says so when that cannot be run', () => {
    const env = { CHROME_PATH: '/my/chrome' };
    expect(findBrowser('chromium', machine('linux', ['/my/chrome'], env))?.path).toBe('/my/chrome');
    expect(() => findBrowser('chromium', machine('linux', ['/usr/bin/chromium'], env))).toThrow(
      'CHROME_PATH is set to /my/chrome, which cannot be run.',
    );
  });
});
