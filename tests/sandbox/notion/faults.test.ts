import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/notion/faults.ts';
import { paragraph, startApi, times } from './start-api.ts';

async function withPage() {
  const slept: number[] = [];
  const started = await startApi({ sleep: (ms) => (slept.push(ms), Promise.resolve()) });
  const pageId = started.demo.blank.id;
  const append = () => started.raw('PATCH', `blocks/${pageId}/children`, { children: [paragraph('x')] });
  const written = () => started.world.children(pageId).length;
  const play = async (fault: Fault) => {
    started.faults.next({ match: { method: 'PATCH', path: /children$/ }, fault });
    return append();
  };
  return { ...started, append, written, play, slept };
}

describe('faults that refuse', () => {
  it.each<[Fault, number, string | undefined]>([
    [{ type: 'conflict' }, 409, 'conflict_error'],
    [{ type: 'overload', retryAfter: 3 }, 529, 'service_overload'],
    [{ type: 'internal' }, 500, 'internal_server_error'],
    [{ type: 'unavailable' }, 503, 'service_unavailable'],
    [{ type: 'gateway-timeout' }, 504, 'gateway_timeout'],
    [{ type: 'bad-gateway' }, 502, undefined],
    [{ type: 'unauthorized' }, 401, 'unauthorized'],
    [{ type: 'forbidden-html' }, 403, undefined],
    [{ type: 'redirect' }, 302, undefined],
    [{ type: 'html-200' }, 200, undefined],
  ])('%o answers %i and writes nothing, once', async (fault, status, code) => {
    const { play, append, written } = await withPage();
    const answer = await play(fault);
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBe(code);
    expect(written()).toBe(0);
    expect((await append()).status).toBe(200);
    expect(written()).toBe(1);
  });

  it.each<[Fault, string | null]>([
    [{ type: 'rate-limit' }, '17'],
    [{ type: 'rate-limit', retryAfter: 3 }, '3'],
    [{ type: 'rate-limit', retryAfter: 'date', seconds: 30 }, 'Sat, 21 Nov 2026 10:01:00 GMT'],
    [{ type: 'rate-limit', retryAfter: 'garbage' }, 'soon'],
    [{ type: 'rate-limit', retryAfter: 'missing' }, null],
  ])('%o says %s in the header', async (fault, header) => {
    const { play, written } = await withPage();
    const answer = await play(fault);
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(answer.headers.get('retry-after')).toBe(header);
    expect(written()).toBe(0);
  });

  it('gives a reason of its own', async () => {
    const { play } = await withPage();
    const answer = await play({ type: 'rate-limit', reason: 'public_api_request_blocked' });
    expect(answer.body).toMatchObject({ additional_data: { rate_limit_reason: 'public_api_request_blocked' } });
  });
});

describe('faults after the write', () => {
  it.each<[Fault, number]>([
    [{ type: 'internal', applied: true }, 500],
    [{ type: 'bad-gateway', applied: true }, 502],
    [{ type: 'gateway-timeout', applied: true }, 504],
    [{ type: 'truncated-json' }, 200],
  ])('%o answers %i although it was written', async (fault, status) => {
    const { play, written } = await withPage();
    expect((await play(fault)).status).toBe(status);
    expect(written()).toBe(1);
  });

  it('cuts JSON so that it cannot be read', async () => {
    const { play } = await withPage();
    const { text } = await play({ type: 'truncated-json' });
    expect(text).toContain('{"object":"list"');
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it('names what was saved: parent and children of an append, the new page of a creation', async () => {
    const { play, raw, faults, demo, world } = await withPage();
    const appended = await play({ type: 'unavailable', saved: true });
    expect(appended.body).toMatchObject({
      status: 503,
      additional_data: {
        committed_resource_id: demo.blank.id,
        committed_child_ids: world.children(demo.blank.id).map((one) => one.id),
      },
    });
    faults.next({ fault: { type: 'unavailable', saved: true } });
    const created = await raw('POST', 'pages', { parent: { page_id: demo.notes.id } });
    const pages = world.children(demo.notes.id).filter((one) => one.kind === 'page');
    expect(created.body).toMatchObject({ additional_data: { committed_resource_id: pages[0]?.id } });
    faults.next({ fault: { type: 'unavailable', saved: true } });
    const updated = await raw('PATCH', `pages/${demo.notes.id}`, { is_locked: true });
    expect(updated.body.additional_data).not.toHaveProperty('committed_resource_id');
  });

  it('a refused request stays refused whatever was planned', async () => {
    const { faults, raw, demo } = await withPage();
    faults.next({ fault: { type: 'internal', applied: true } });
    expect((await raw('PATCH', `blocks/${demo.blank.id}/children`, { children: [] })).status).toBe(400);
  });
});

describe('faults of the line', () => {
  it('drops before or after the write', async () => {
    const { play, written } = await withPage();
    await expect(play({ type: 'drop', when: 'before' })).rejects.toThrow();
    expect(written()).toBe(0);
    await expect(play({ type: 'drop', when: 'after' })).rejects.toThrow();
    expect(written()).toBe(1);
  });

  it('is slow before or after the write, by the clock that was passed in', async () => {
    const { play, slept, written } = await withPage();
    expect((await play({ type: 'slow', delayMs: 35_000 })).status).toBe(200);
    expect((await play({ type: 'slow', delayMs: 58_000, when: 'after' })).status).toBe(200);
    expect(slept).toEqual([35_000, 58_000]);
    expect(written()).toBe(2);
  });
});

describe('planning faults', () => {
  it('meets the nth matching request, as often as it was told', async () => {
    const { append, faults, raw, log } = await withPage();
    faults.next({ match: { path: /children$/, nth: 2, count: 2 }, fault: { type: 'conflict' } });
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) {
      await raw('GET', 'users/me');
      statuses.push((await append()).status);
    }
    expect(statuses).toEqual([200, 409, 409, 200]);
    expect(faults.pending).toBe(0);
    expect(log.entries.filter((entry) => entry.fault === 'conflict')).toHaveLength(2);
  });

  it('draws the same faults for the same seed', async () => {
    const run = async (seed: number) => {
      const { faults, raw } = await withPage();
      faults.random({ seed, rates: { conflict: 0.2, unavailable: 0.2 }, match: { method: 'GET' } });
      const statuses: number[] = [];
      for (const _ of times(40, () => 0)) statuses.push((await raw('GET', 'users/me')).status);
      return statuses;
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 409, 503]));
  });
});
