import type { ComponentChild } from 'preact';
import { render } from 'preact';

import { ErrorBoundary } from '../errors/error-boundary.tsx';
import { ClientProvider } from '../hooks/client-context.tsx';
import type { VisenClient } from '../hooks/client-context.tsx';
import { language } from '../i18n/translate.ts';
import '../../assets/base.css';

/** Draws a surface into `#root`. */
export function mountSurface(client: VisenClient, surface: ComponentChild): void {
  document.documentElement.lang = language;
  const root = document.getElementById('root');
  if (root)
    render(
      <ClientProvider value={client}>
        <ErrorBoundary>{surface}</ErrorBoundary>
      </ClientProvider>,
      root,
    );
}
