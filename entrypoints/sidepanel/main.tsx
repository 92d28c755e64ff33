import { mountSurface } from '../../components/app/mount-surface.tsx';
import { PanelSurface } from '../../components/generate-panel/panel-surface.tsx';
import { createSurfaceClient } from '../../lib/adapters/browser/surface-client.ts';
import { createSurfaceHost } from '../../lib/adapters/browser/surface-host.ts';
import { findActiveTab } from '../../lib/adapters/browser/active-tab.ts';

const NO_TAB = -1;

/** The panel of one tab says which by `?tab=`; opened by the browser's own menu, it takes the tab in front. */
const wanted = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
const tabId = Number.isInteger(wanted) ? wanted : ((await findActiveTab()) ?? NO_TAB);
mountSurface({ ...createSurfaceClient(), ...createSurfaceHost() }, () => (
  <PanelSurface kind="sidepanel" tabId={tabId} />
));
