import { findTheme } from '../../lib/in-page/theme.ts';
import type { ThemeFound } from '../../lib/in-page/theme.ts';

/** The theme that Notion's page shows now, and by which sign. */
export function readTheme(): ThemeFound {
  const app = document.querySelector('.notion-app-inner');
  const appClasses = [...(app?.classList ?? [])];
  const bodyClasses = [...document.body.classList];
  const isNamed = [...appClasses, ...bodyClasses].some(
    (name) => name === 'dark' || /^notion-(dark|light)-theme$/.test(name),
  );
  return findTheme({
    appClasses,
    bodyClasses,
    background: isNamed ? '' : readBackground(app),
    prefersDark: matchMedia('(prefers-color-scheme: dark)').matches,
  });
}

/** The outermost colour that is there: an app without one of its own lets the body's through. */
function readBackground(app: Element | null): string {
  const colors = [app, document.body].filter((one) => one !== null).map((one) => getComputedStyle(one).backgroundColor);
  return colors.find((color) => !/^(transparent|rgba\(.*,\s*0\))$/.test(color)) ?? '';
}
