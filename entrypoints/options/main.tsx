import { App } from '../../components/app/app.tsx';
import { mountSurface } from '../../components/app/mount-surface.tsx';
import { createSurfaceClient } from '../../lib/adapters/browser/surface-client.ts';
import { createSurfaceHost } from '../../lib/adapters/browser/surface-host.ts';

const host = createSurfaceHost((hash) => {
  location.hash = hash;
});
mountSurface({ ...createSurfaceClient(), ...host }, () => <App />);
