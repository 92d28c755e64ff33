/**
 * `?surface=app|popup|sidepanel` and `?state=` one of fresh, ready, used-up, locked, personal, elsewhere, database, slow,
 * behind, broken, no-address, offline. The App's routes work as in the extension: `?state=ready#/settings`.
 */
import { App } from '../../components/app/app.tsx';
import { mountSurface } from '../../components/app/mount-surface.tsx';
import { PanelSurface } from '../../components/generate-panel/panel-surface.tsx';
import { createFakeClient } from './fake-client.ts';

const query = new URLSearchParams(location.search);
const client = createFakeClient(query.get('state') ?? 'ready');
Object.assign(globalThis, { playground: client });

const surface = query.get('surface');
const panel = surface === 'popup' || surface === 'sidepanel' ? surface : undefined;
mountSurface(client, () => (panel ? <PanelSurface kind={panel} tabId={1} /> : <App />));
