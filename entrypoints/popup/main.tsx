import { mountSurface } from '../../components/app/mount-surface.tsx';
import { PanelSurface } from '../../components/generate-panel/panel-surface.tsx';
import { createSurfaceClient } from '../../lib/adapters/browser/surface-client.ts';
import { createSurfaceHost } from '../../lib/adapters/browser/surface-host.ts';
import { findActiveTab } from '../../lib/adapters/browser/active-tab.ts';

const NO_TAB = -1;

/** `?tab=` where the popup was opened as a window for a tab (Firefox's fallback). */
const wanted = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
const tabId = Number.isInteger(wanted) ? wanted : ((await findActiveTab()) ?? NO_TAB);
mountSurface({ ...createSurfaceClient(), ...createSurfaceHost() }, () => <PanelSurface kind="popup" tabId={tabId} />);
