/**
 * `?surface=app|popup|panel` and `?state=` one of fresh, ready, used-up, locked, personal, elsewhere, database, slow. The App's routes
 * work as in the extension: `?surface=app&state=ready#/settings`.
 */
import { App } from '../../components/app/app.tsx';
import { mountSurface } from '../../components/app/mount-surface.tsx';
import { createFakeClient } from './fake-client.ts';

const query = new URLSearchParams(location.search);
const client = createFakeClient(query.get('state') ?? 'ready');
Object.assign(globalThis, { playground: client });

mountSurface(client, <App />);
