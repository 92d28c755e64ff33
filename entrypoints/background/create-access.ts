import { createDeviceKey } from '../../lib/adapters/browser/device-key.ts';
import { hostAccess } from '../../lib/adapters/browser/permissions.ts';
import { wasMaybeResent } from '../../lib/adapters/browser/resend-watch.ts';
import { systemClock } from '../../lib/adapters/browser/system-clock.ts';
import { createNotionWorkspace } from '../../lib/adapters/notion/notion-workspace.ts';
import { createServerClock } from '../../lib/adapters/notion/server-clock.ts';
import { createKeptMemory } from '../../lib/language-model/engine-memory.ts';
import { KeptGates } from '../../lib/notion/kept-gates.ts';
import type { RequestGate } from '../../lib/notion/request-gate.ts';
import { type NotionWindow, PLAN_WINDOW } from '../../lib/runs/estimate-time.ts';
import { SecretVault } from '../../lib/settings/secret-vault.ts';
import { ServiceAccess } from '../../lib/settings/service-access.ts';
import { ADAPTERS } from './create-model.ts';
import type { StoredValues } from './stored-values.ts';

/** Requests a minute on Business and Enterprise: https://developers.notion.com/reference/request-limits */
const LARGE_WINDOW = 600;

/** Unbound, `fetch` throws “Illegal invocation”. */
const boundFetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => fetch(input, init);

/** Keys, and the way to Notion and the engines with them. `onNotionFailure` hears of each failed call with the stored token. */
export function createAccess(
  values: StoredValues,
  onNotionFailure: (error: unknown) => void,
  onDefect: (error: unknown) => void,
) {
  const deviceKey = createDeviceKey(crypto.subtle);
  const vault = new SecretVault({
    stored: values.secrets,
    session: values.session,
    deviceKey,
    crypto,
    clock: systemClock,
  });
  const gates = new KeptGates({ session: values.session, clock: systemClock, onDefect });
  let latest: RequestGate | undefined;
  const serverClock = createServerClock(systemClock);
  const memory = createKeptMemory(values.session);
  const access = new ServiceAccess({
    settings: values.settings,
    vault,
    hostAccess,
    createWorkspace: async (token, priority) => {
      const gate = await gates.open(token);
      latest = gate;
      const shared = { fetch: boundFetch, clock: systemClock, wasMaybeResent };
      return createNotionWorkspace({ token, gate, serverClock, priority, ...shared });
    },
    onNotionFailure,
    createModel: (engine, modelAccess) =>
      ADAPTERS[engine](modelAccess, { fetch: boundFetch, clock: systemClock, memory }),
  });
  /** Of the token that was used last: there is one at a time. */
  const notionWindow = (): NotionWindow => {
    const { limit, ...window } = latest?.window(systemClock.now()) ?? { limit: undefined, used: 0 };
    // More than the smaller plans allow has passed: it is the larger one.
    return { ...window, limit: limit ?? (window.used > PLAN_WINDOW.limit ? LARGE_WINDOW : PLAN_WINDOW.limit) };
  };
  return { vault, access, deviceKey, notionWindow };
}
