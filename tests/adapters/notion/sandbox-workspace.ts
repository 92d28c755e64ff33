import { createNotionWorkspace } from '../../../lib/adapters/notion/notion-workspace.ts';
import { createRequestGate } from '../../../lib/notion/request-gate.ts';
import { serveNotionApi } from '../../../sandbox/notion/serve.ts';
import { addPage, addToken, addWorkspace } from '../../../sandbox/notion/world-build.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';

/** The real adapter on a sandbox of its own, with one shared page. `sent` names the requests since the last call. */
export async function openSandboxWorkspace(page: { blocks?: string } = {}) {
  const { api, url, close } = await serveNotionApi();
  const { world, log } = api;
  addWorkspace(world, { name: 'Garden club' });
  const home = addPage(world, { title: 'Home', ...page });
  const { token } = addToken(world, { token: 'ntn_counts', botName: 'Robot', shared: [home.id] });
  const clock = createManualClock(world.now());
  const workspace = createNotionWorkspace({
    token,
    clock,
    gate: createRequestGate(),
    fetch: (address, init) => fetch(address.replace('https://api.notion.com', url), init),
  });
  let told = 0;
  const sent = () => {
    const fresh = log.entries.slice(told);
    told = log.entries.length;
    return fresh.map(({ method, path }) => `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, '…')}`);
  };
  return { api, world, workspace, clock, home, sent, close };
}
