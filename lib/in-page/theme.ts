export type Theme = 'light' | 'dark';

/** What the page says about its theme, from the surest sign to the least. */
export interface ThemeSigns {
  readonly appClasses: readonly string[];
  readonly bodyClasses: readonly string[];
  /** The computed background of the app or the body, as CSS writes it: `rgb(25, 25, 25)`. */
  readonly background: string;
  readonly prefersDark: boolean;
}

export interface ThemeFound {
  readonly theme: Theme;
  readonly source: 'app' | 'body' | 'background' | 'system';
}

/** Rollouts of Notion differ in which element carries the theme's class, so all are looked at. */
export function findTheme(signs: ThemeSigns): ThemeFound {
  if (signs.appClasses.includes('notion-dark-theme')) return { theme: 'dark', source: 'app' };
  if (signs.bodyClasses.includes('dark') || signs.bodyClasses.includes('notion-dark-theme'))
    return { theme: 'dark', source: 'body' };
  if (signs.appClasses.includes('notion-light-theme')) return { theme: 'light', source: 'app' };
  const brightness = readBrightness(signs.background);
  if (brightness !== undefined) return { theme: brightness < 0.5 ? 'dark' : 'light', source: 'background' };
  return { theme: signs.prefersDark ? 'dark' : 'light', source: 'system' };
}

/** 0 black to 1 white; undefined for what cannot be seen or read. */
function readBrightness(color: string): number | undefined {
  const parts = /^rgba?\((\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?)(?:,\s*(\d*\.?\d+))?\)$/.exec(color);
  if (parts === null || (parts[4] !== undefined && Number(parts[4]) < 0.5)) return undefined;
  const [red, green, blue] = parts.slice(1, 4).map(Number) as [number, number, number];
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
