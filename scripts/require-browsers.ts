import { canInstallPackages, findBrowser, howToGetBrowser, installPackages, type BrowserKind } from './find-browser.ts';

const PACKAGE: Readonly<Record<BrowserKind, string>> = { chromium: 'chromium', firefox: 'firefox-esr' };

/** Which of the wanted browsers are there, after installing what is missing where that is possible. */
export function requireBrowsers(wanted: readonly BrowserKind[]): BrowserKind[] {
  const missing = wanted.filter((kind) => !findBrowser(kind));
  if (missing.length > 0 && canInstallPackages()) {
    const packages = missing.map((kind) => PACKAGE[kind]);
    console.log(`visen: installing ${packages.join(' and ')} from Debian, a minute or two …`);
    // a bare Debian has no fonts, and a page without glyphs cannot be looked at
    installPackages([...packages, 'fonts-liberation']);
  }
  return wanted.filter((kind) => {
    if (findBrowser(kind)) return true;
    console.log(`visen: ${howToGetBrowser(kind)}`);
    return false;
  });
}
