import { describe, expect, it } from 'vitest';

import { findTheme } from '../../../lib/in-page/theme.ts';
import type { ThemeSigns } from '../../../lib/in-page/theme.ts';

const none: ThemeSigns = { appClasses: [], bodyClasses: [], background: '', prefersDark: false };

describe('findTheme', () => {
  it.each([
    ['the app is dark', { appClasses: ['notion-app-inner', 'notion-dark-theme'] }, 'dark', 'app'],
    ['the app is light', { appClasses: ['notion-light-theme'], prefersDark: true }, 'light', 'app'],
    ['the body is dark', { bodyClasses: ['notion-body', 'dark'] }, 'dark', 'body'],
    ['the body is dark by its other class', { bodyClasses: ['notion-dark-theme'] }, 'dark', 'body'],
    [
      'the body is dark though the app still says light',
      { appClasses: ['notion-light-theme'], bodyClasses: ['dark'] },
      'dark',
      'body',
    ],
    ['the background is dark', { background: 'rgb(25, 25, 25)' }, 'dark', 'background'],
    [
      'the background is light in a dark system',
      { background: 'rgba(255, 255, 255, 0.9)', prefersDark: true },
      'light',
      'background',
    ],
    ['nothing but the system speaks', { prefersDark: true }, 'dark', 'system'],
    ['the background lets everything through', { background: 'rgba(0, 0, 0, 0)' }, 'light', 'system'],
    [
      'the background is written in a way we do not read',
      { background: 'oklch(0.2 0 0)', prefersDark: true },
      'dark',
      'system',
    ],
  ] as const)('when %s', (_name, signs, theme, source) => {
    expect(findTheme({ ...none, ...signs })).toEqual({ theme, source });
  });
});
