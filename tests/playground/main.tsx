/**
 * `?surface=app|popup|sidepanel` and `?state=` one of fresh, ready, used-up, locked, personal, elsewhere, database, slow,
 * behind, broken, no-address, offline. The App's routes work as in the extension: `?state=ready#/settings`. `?language=pseudo`
 * speaks a made-up language, in which texts that are clipped or not translated stand out.
 */
import { App } from '../../components/app/app.tsx';
import { mountSurface } from '../../components/app/mount-surface.tsx';
import { readChosenLanguage } from '../../components/i18n/chosen-language.ts';
import { browserLanguage, speak } from '../../components/i18n/translate.ts';
import { PanelSurface } from '../../components/generate-panel/panel-surface.tsx';
import en from '../../assets/locales/en.json' with { type: 'json' };
import { pseudoTable } from './pseudo-language.ts';
import { createFakeClient } from './fake-client.ts';

const query = new URLSearchParams(location.search);
const client = createFakeClient(query.get('state') ?? 'ready');
Object.assign(globalThis, { playground: client });
if (query.get('language') === 'pseudo') speak(readChosenLanguage() ?? browserLanguage, pseudoTable(en));

const surface = query.get('surface');
const panel = surface === 'popup' || surface === 'sidepanel' ? surface : undefined;
mountSurface(client, () => (panel ? <PanelSurface kind={panel} tabId={1} /> : <App />));
