import { describe, expect, it } from 'vitest';
import { createNotionWorkspace } from '../../../lib/adapters/notion/notion-workspace.ts';
import type { FetchLike } from '../../../lib/adapters/notion/bounded-fetch.ts';
import { createRequestGate } from '../../../lib/notion/request-gate.ts';
import type { NotionBlock } from '../../../lib/markdown/block-types.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const PAGE = '11111111-1111-8111-8111-111111111111';
const SECRET = 'ntn_very_secret';
const block: NotionBlock = {
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content: 'private words' } }] },
};

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> } | Error | 'silence';

function reply({ status = 200, body = {}, headers = {} }: Exclude<Reply, Error | 'silence'>): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

/** A workspace whose fetch answers these in turn. */
function open(...replies: Reply[]) {
  const clock = createManualClock(NOW);
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch: FetchLike = (url, init) => {
    requests.push({ url, init });
    const next = replies.shift() ?? new TypeError('nothing left to answer');
    if (next === 'silence') return new Promise(() => {});
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(reply(next));
  };
  const gate = createRequestGate();
  const workspace = createNotionWorkspace({ token: SECRET, fetch, clock, gate });
  return { workspace, clock, requests, gate };
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

const error = (status: number, code: string, message = 'No.', additional_data?: unknown) => ({
  status,
  body: { object: 'error', status, code, message, ...(additional_data !== undefined && { additional_data }) },
});

const readFailure = (answer: Reply) => failureOf(open(answer).workspace.getPage(PAGE));
const writeFailure = (answer: Reply) =>
  failureOf(open(answer).workspace.appendChildren(PAGE, [block], { type: 'end' }));

describe('createNotionWorkspace', () => {
  it('sends the version, the token as a header only, no cookies and no redirect', async () => {
    const { workspace, requests } = open({ body: { object: 'page', id: PAGE, properties: {} } });
    await workspace.getPage(PAGE);
    const { url, init } = requests[0] ?? { url: '', init: {} };
    expect(url).toBe(`https://api.notion.com/v1/pages/${PAGE}`);
    expect(init).toMatchObject({ method: 'GET', redirect: 'error', credentials: 'omit' });
    expect(init.headers).toMatchObject({ 'Notion-Version': '2026-03-11', authorization: `Bearer ${SECRET}` });
  });

  it.each([
    [error(400, 'validation_error', 'Choice is expected to be select.'), 'property-changed', 'never'],
    [error(400, 'validation_error', 'Old is not a property that exists.'), 'property-missing', 'never'],
    [error(400, 'validation_error', 'Invalid select option, commas not allowed: a, b'), 'option-unknown', 'never'],
    [
      error(400, 'validation_error', "Can't edit block that is archived. You must unarchive it."),
      'notion-trashed',
      'never',
    ],
    [error(400, 'missing_version'), 'notion-invalid-request', 'never'],
    [error(400, 'invalid_json'), 'notion-invalid-request', 'never'],
    [error(401, 'unauthorized', 'API token is invalid.'), 'notion-token-invalid', 'never'],
    [error(403, 'restricted_resource'), 'notion-capability-missing', 'never'],
    [error(403, 'restricted_resource', 'x', { block_limit: 'block_creation' }), 'notion-block-limit', 'never'],
    [{ status: 403, body: '<html>Attention</html>' }, 'notion-unavailable', 'later'],
    [error(404, 'object_not_found'), 'notion-not-found', 'never'],
    [{ status: 404, body: '<html>lost</html>' }, 'notion-unavailable', 'later'],
    [error(409, 'conflict_error'), 'notion-conflict', 'later'],
    [error(409, 'row_limit_exceeded'), 'notion-too-large', 'never'],
    [{ status: 413, body: '<html>large</html>' }, 'notion-too-large', 'never'],
  ] as const)('maps a refusal that had no effect: %j', async (answer, code, retry) => {
    expect(await readFailure(answer)).toMatchObject({ code, retry });
    expect(await writeFailure(answer)).toMatchObject({ code, retry });
  });

  it.each([
    [error(400, 'validation_error', 'Unsaved transactions: appendBlocks'), 'notion-unavailable'],
    [error(500, 'internal_server_error'), 'notion-unavailable'],
    [error(502, 'bad_gateway'), 'notion-unavailable'],
    [{ status: 502, body: '<html>bad</html>' }, 'notion-unavailable'],
    [error(503, 'service_unavailable'), 'notion-unavailable'],
    [error(503, 'database_connection_unavailable'), 'notion-unavailable'],
    [error(504, 'gateway_timeout'), 'notion-unavailable'],
    [{ status: 522, body: '' }, 'notion-unavailable'],
    [{ body: '<html>captive portal</html>' }, 'notion-unavailable'],
    [{ body: '' }, 'notion-unavailable'],
    [{ body: '{"object":"pa' }, 'notion-unavailable'],
    [{ body: { object: 'error' } }, 'notion-unavailable'],
    [{ body: [] }, 'notion-unavailable'],
    [new TypeError('Failed to fetch'), 'offline'],
  ] as const)('asks again after a read and looks after a write whose outcome is unknown: %j', async (answer, code) => {
    expect(await readFailure(answer)).toMatchObject({ code, retry: 'later' });
    expect(await writeFailure(answer)).toMatchObject({ code, retry: 'look' });
  });

  it('names the integration that a page is not shared with', async () => {
    for (const word of ['integration', 'connection']) {
      const message = `Could not find page with ID: x. Make sure the relevant pages are shared with your ${word} "My bot".`;
      expect((await readFailure(error(404, 'object_not_found', message))).details['integration']).toBe('My bot');
    }
  });

  it('keeps the path of a failed validation and never the refused value', async () => {
    const message =
      'body failed validation: body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `"my secret is archived"`.';
    const failure = await writeFailure(error(400, 'validation_error', message));
    expect(failure).toMatchObject({
      code: 'notion-invalid-request',
      details: { path: 'body.children[0].paragraph.rich_text[0].text.content.length', rule: 'should be ≤' },
    });
    expect(JSON.stringify([failure.details, failure.message])).not.toContain('secret');
  });

  it.each([
    [{ 'retry-after': '17' }, undefined, 17_000],
    [{ 'retry-after': '600' }, undefined, 600_000],
    [{ 'retry-after': new Date(NOW + 90_000).toUTCString() }, undefined, 90_000],
    [
      { 'retry-after': new Date(NOW + 90_000).toUTCString(), date: new Date(NOW + 60_000).toUTCString() },
      undefined,
      30_000,
    ],
    [{ 'retry-after': '0' }, undefined, 1_000],
    [{ 'retry-after': '-5' }, undefined, 30_000],
    [{ 'retry-after': 'soon' }, undefined, 30_000],
    [{ 'retry-after': 'soon' }, '12', 12_000],
    [{}, '45', 45_000],
    [{}, undefined, 30_000],
  ])('waits as long as a limit says: %j %s', async (headers, retry_after, wait) => {
    for (const [status, code, expected] of [
      [429, 'rate_limited', 'notion-rate-limited'],
      [529, 'service_overload', 'notion-overloaded'],
    ] as const) {
      const answer = {
        ...error(status, code, 'slow', { rate_limit_reason: 'public_api_space_request_rate_limit', retry_after }),
        headers,
      };
      const failure = await writeFailure(answer);
      expect(failure).toMatchObject({ code: expected, retry: 'wait', retryAt: NOW + wait });
    }
  });

  it('sends nothing until a limit has passed, then goes on', async () => {
    const limit = { ...error(429, 'rate_limited'), headers: { 'retry-after': '40' } };
    const { workspace, clock, requests } = open(limit, { body: { object: 'page', id: PAGE, properties: {} } });
    await failureOf(workspace.getPage(PAGE));
    await clock.advance(39_000);
    expect(await failureOf(workspace.getPage(PAGE))).toMatchObject({
      code: 'notion-rate-limited',
      retry: 'wait',
      retryAt: NOW + 40_000,
    });
    expect(requests).toHaveLength(1);
    await clock.advance(1_000);
    expect((await workspace.getPage(PAGE)).id).toBe(PAGE);
  });

  it('never asks again when Notion blocks the requests', async () => {
    const answer = error(429, 'rate_limited', 'x', { rate_limit_reason: 'public_api_request_blocked' });
    expect(await readFailure(answer)).toMatchObject({ code: 'notion-blocked', retry: 'never' });
  });

  it('ends a request without an answer after 60 s, and really aborts it', async () => {
    const { workspace, clock, requests } = open('silence', 'silence');
    const read = failureOf(workspace.getPage(PAGE));
    const write = failureOf(workspace.appendChildren(PAGE, [block], { type: 'end' }));
    await settle();
    await clock.advance(59_999);
    expect(requests.map(({ init }) => init.signal?.aborted)).toEqual([false, false]);
    await clock.advance(1);
    expect(await read).toMatchObject({ code: 'timeout', retry: 'later' });
    expect(await write).toMatchObject({ code: 'timeout', retry: 'look' });
    expect(requests.map(({ init }) => init.signal?.aborted)).toEqual([true, true]);
    expect(clock.sleepers).toBe(0);
  });

  it('ends a body that never ends', async () => {
    const clock = createManualClock(NOW);
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"object":')),
    });
    const fetch: FetchLike = () => Promise.resolve(new Response(body));
    const workspace = createNotionWorkspace({ token: SECRET, fetch, clock, gate: createRequestGate() });
    const write = failureOf(workspace.appendChildren(PAGE, [block], { type: 'end' }));
    await settle();
    await clock.advance(60_000);
    expect(await write).toMatchObject({ code: 'timeout', retry: 'look' });
  });

  it('looks after a write that was stopped on its way', async () => {
    const { workspace } = open('silence', 'silence');
    const controller = new AbortController();
    const write = failureOf(workspace.appendChildren(PAGE, [block], { type: 'end' }, controller.signal));
    const read = failureOf(workspace.getPage(PAGE, controller.signal));
    await settle();
    controller.abort();
    expect(await write).toMatchObject({ code: 'stopped', retry: 'look' });
    expect(await read).toMatchObject({ code: 'stopped', retry: 'later' });
  });

  const saved = (ids: string[]) =>
    error(503, 'service_unavailable', 'The change was saved, but …', {
      committed_resource_id: PAGE,
      committed_child_ids: ids,
      retry_guidance: ['Do not repeat the write.'],
    });

  it('takes an append that was saved although it failed for done', async () => {
    const { workspace } = open(saved(['b1']));
    expect(await workspace.appendChildren(PAGE, [block], { type: 'end' })).toEqual({ blockIds: ['b1'] });
  });

  it('looks when the saved blocks do not match what was sent', async () => {
    expect(await writeFailure(saved([]))).toMatchObject({ retry: 'look', details: { committedId: PAGE } });
  });

  it('reads the page that was created although it failed', async () => {
    const { workspace, requests } = open(saved([]), { body: { object: 'page', id: PAGE, properties: {} } });
    const page = await workspace.createPage({ parent: { pageId: PAGE }, properties: {} });
    expect(page.id).toBe(PAGE);
    expect(requests[1]?.url).toContain(`/pages/${PAGE}`);
  });

  it('names the created page when it cannot be read', async () => {
    const { workspace } = open(saved([]), new TypeError('Failed to fetch'));
    const failure = await failureOf(workspace.createPage({ parent: { pageId: PAGE }, properties: {} }));
    expect(failure).toMatchObject({ retry: 'look', details: { committedId: PAGE } });
  });

  it('refuses a cursor that is missing or does not move', async () => {
    const list = (next_cursor: string | null) => ({
      body: { object: 'list', results: [], has_more: true, next_cursor },
    });
    expect(await failureOf(open(list(null)).workspace.listChildren(PAGE, undefined))).toMatchObject({
      code: 'notion-unavailable',
    });
    expect(await failureOf(open(list('c')).workspace.listChildren(PAGE, 'c'))).toMatchObject({
      code: 'notion-unavailable',
    });
  });

  it('says when a query stopped at its limit of rows', async () => {
    const body = {
      object: 'list',
      results: [],
      has_more: false,
      next_cursor: null,
      request_status: { type: 'incomplete' },
    };
    expect(await open({ body }).workspace.queryDataSource(PAGE, {})).toEqual({ results: [], complete: false });
  });

  it('passes on property ids with a percent sign', async () => {
    const { workspace, requests } = open({ body: { object: 'list', results: [], has_more: false, next_cursor: null } });
    await workspace.queryDataSource(PAGE, { propertyIds: ['%3AUPp', '100%'] });
    expect(new URL(requests[0]?.url ?? '').searchParams.getAll('filter_properties')).toEqual([':UPp', '100%']);
  });

  it('says that a capability is missing when Notion answers with the id only', async () => {
    expect(await readFailure({ body: { object: 'page', id: PAGE } })).toMatchObject({
      code: 'notion-capability-missing',
    });
  });

  it.each([
    ['', 'notion-token-missing'],
    ['ntn_ünïcode', 'notion-token-invalid'],
    ['ntn_a\nb', 'notion-token-invalid'],
  ])('refuses the token %j before anything is sent', async (token, code) => {
    const fetch: FetchLike = () => Promise.reject(new Error('must not be called'));
    const workspace = createNotionWorkspace({
      token,
      fetch,
      clock: createManualClock(NOW),
      gate: createRequestGate(),
    });
    expect(await failureOf(workspace.whoAmI())).toMatchObject({ code, retry: 'never' });
  });

  it('keeps token and text out of every error', async () => {
    const answers: Reply[] = [
      error(400, 'validation_error', `bad ${SECRET} private words`),
      new TypeError(SECRET),
      { body: SECRET },
    ];
    for (const answer of answers) {
      const failure = await writeFailure(answer);
      expect(JSON.stringify({ ...failure, message: failure.message, stack: failure.stack })).not.toContain(SECRET);
      expect(JSON.stringify(failure.details)).not.toContain('private');
    }
  });

  it('knows a personal access token by its owner', async () => {
    const me = (owner: unknown) => ({
      body: {
        object: 'user',
        id: 'u',
        name: 'Bot',
        type: 'bot',
        bot: { owner, workspace_id: 'w', workspace_name: 'Acme' },
      },
    });
    expect(await open(me({ type: 'user', user: {} })).workspace.whoAmI()).toEqual({
      workspaceId: 'w',
      workspaceName: 'Acme',
      integrationName: 'Bot',
      kind: 'personal',
      checkedAt: NOW,
    });
    expect((await open(me({ type: 'workspace', workspace: true })).workspace.whoAmI()).kind).toBe('internal');
  });
});

describe('a list with something in it that cannot be read', () => {
  const row = (id: string, properties: unknown) => ({ object: 'page', id, properties });
  const name = { id: 'title', type: 'title', title: [] };
  const list = (...results: unknown[]) => ({ body: { object: 'list', results, has_more: false, next_cursor: null } });

  it.each([
    ['an id alone', { object: 'page', id: 'b' }],
    ['no properties', row('b', null)],
    ['a property without a type', row('b', { Name: { id: 'title' } })],
    ['a title without its text', row('b', { Name: { id: 'title', type: 'title' } })],
    ['an option list that is none', row('b', { Tags: { id: 't', type: 'multi_select', multi_select: null } })],
    ['nothing at all', null],
  ])('keeps the other rows and counts the one with %s', async (_what, broken) => {
    const { workspace } = open(list(row('a', { Name: name }), broken));
    const { results, unreadable } = await workspace.queryDataSource('s', {});
    expect([results.map(({ id }) => id), unreadable]).toEqual([['a'], 1]);
  });

  it('shows a property of a type that is not known yet', async () => {
    const { workspace } = open(list(row('a', { Name: name, Where: { id: 'w', type: 'location' } })));
    expect(await workspace.queryDataSource('s', {})).toMatchObject({ results: [{ id: 'a' }] });
  });

  it('leaves the databases of a wiki out of its rows, and does not call them unreadable', async () => {
    const { workspace, requests } = open(
      list(row('a', { Name: name }), { object: 'data_source', id: 'd', title: [], properties: {} }),
    );
    const listing = await workspace.queryDataSource('s', {});
    expect([listing.results.map(({ id }) => id), listing.unreadable]).toEqual([['a'], undefined]);
    expect(JSON.parse(String(requests[0]?.init.body))).toMatchObject({ result_type: 'page' });
  });

  it('keeps the place of a block that came without its content', async () => {
    const { workspace } = open(
      list({ object: 'block', id: 'a', type: 'divider', divider: {} }, { object: 'block', id: 'b' }),
    );
    const { results } = await workspace.listChildren('p', undefined);
    expect(results).toMatchObject([{ id: 'a' }, { id: 'b', type: 'unsupported', has_children: false }]);
  });

  it('says that the token may not read where no block can be read', async () => {
    const { workspace } = open(list({ object: 'block', id: 'a' }));
    expect(await failureOf(workspace.listChildren('p', undefined))).toMatchObject({
      code: 'notion-capability-missing',
    });
  });
});
