const API = '/api/visen-sandbox/';

async function getJson(path) {
  const answer = await fetch(API + path);
  return answer.ok ? ((await answer.json()) ?? undefined) : undefined;
}

export const fetchPage = (id) => getJson(`page/${id}`);
export const fetchSidebar = () => getJson('sidebar');

/** Returns whether it was taken: the workspace may be read-only. */
export async function sendEdit(edit) {
  const answer = await fetch(`${API}edit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(edit),
  });
  return answer.ok;
}

/** Calls back for each page that changed. A dropped stream is opened again by the browser. */
export function watchPages(onChange) {
  const stream = new EventSource(`${API}events`);
  stream.onmessage = (event) => onChange(JSON.parse(event.data).id);
}

/** Runs an action for what changed since it last ran; never twice at once for the same key. */
export function createRefresher(action) {
  const running = new Map();
  return async function refresh(key) {
    if (running.has(key)) {
      running.set(key, true);
      return;
    }
    running.set(key, false);
    await action(key);
    const again = running.get(key);
    running.delete(key);
    if (again) await refresh(key);
  };
}
