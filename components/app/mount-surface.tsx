import type { VNode } from 'preact';
import { render } from 'preact';

import { ErrorBoundary } from '../errors/error-boundary.tsx';
import { ClientProvider } from '../hooks/client-context.tsx';
import type { VisenClient } from '../hooks/client-context.tsx';
import { readChosenLanguage, watchChosenLanguage } from '../i18n/chosen-language.ts';
import { directionOf } from '../i18n/languages.ts';
import { loadLanguage } from '../i18n/load-language.ts';
import { browserLanguage, language } from '../i18n/translate.ts';
import { neutralizeText } from '../ui/neutral-vnodes.ts';
import '../../assets/base.css';

/**
 * Draws a surface into `#root`, in the person's language, and again when another is chosen: what was typed stays.
 * `surface` makes the elements anew each time.
 */
export function mountSurface(client: VisenClient, surface: () => VNode): void {
  const root = document.getElementById('root');
  if (!root) return;
  neutralizeText();
  const draw = async () => {
    const wanted = readChosenLanguage() ?? browserLanguage;
    if (wanted !== language) await loadLanguage(wanted);
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    render(
      <ClientProvider value={client}>
        <ErrorBoundary>{surface()}</ErrorBoundary>
      </ClientProvider>,
      root,
    );
  };
  watchChosenLanguage(() => void draw());
  void draw();
}
