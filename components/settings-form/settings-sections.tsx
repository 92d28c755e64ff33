import { useEffect } from 'preact/hooks';

import { t } from '../i18n/translate.ts';
import './settings-form.css';

export const SETTINGS_SECTIONS = ['notion', 'ai', 'writing', 'limits', 'protection', 'transfer'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** The sections of Settings as links; each brings its section into sight and gives the focus to its first field. */
export function SettingsSections({ at }: { readonly at: SettingsSection | undefined }) {
  useEffect(() => {
    if (at) showSection(at);
  }, [at]);
  return (
    <nav class="settings-nav" aria-label={t('settings.sections')}>
      <ul>
        {SETTINGS_SECTIONS.map((name) => (
          <li key={name}>
            {/* The address may be the same as before: the click shows the section by itself. */}
            <a
              href={`#/settings?at=${name}`}
              onClick={() => showSection(name)}
              {...(at === name && { 'aria-current': 'true' })}
            >
              {t(`settings.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What `?at=` of the address names. */
export function sectionOf(query: URLSearchParams): SettingsSection | undefined {
  return SETTINGS_SECTIONS.find((name) => name === query.get('at'));
}

function showSection(name: SettingsSection): void {
  const section = document.querySelector(`[data-section="${name}"]`);
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true });
}
