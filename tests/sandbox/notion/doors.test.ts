import { APIErrorCode, APIResponseError } from '@notionhq/client';
import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../sandbox/notion/model.ts';
import { paragraph, startApi, times } from './start-api.ts';

describe('tokens', () => {
  it('tells the bot and its workspace', async () => {
    const { client } = await startApi();
    expect(await client.users.me({})).toMatchObject({
      object: 'user',
      type: 'bot',
      name: 'Visen',
      bot: {
        owner: { type: 'workspace' },
        workspace_name: 'Acme',
        workspace_limits: { max_file_upload_size_in_bytes: 5_368_709_120 },
      },
    });
  });

  it('tells the person behind a personal access token, who sees all without sharing', async () => {
    const { clientFor, world } = await startApi();
    world.addToken({ token: 'ntn_person', kind: 'pat' });
    const page = world.addPage({ title: 'Unshared' });
    const client = clientFor('ntn_person');
    expect(await client.users.me({})).toMatchObject({ bot: { owner: { type: 'user', user: { name: 'Ada Acme' } } } });
    expect(await client.pages.retrieve({ page_id: page.id })).toMatchObject({ id: page.id });
    await expect(client.users.list({})).rejects.toMatchObject({ code: APIErrorCode.RestrictedResource });
  });

  it('refuses a missing, unknown or revoked token', async () => {
    const { raw, demo, world } = await startApi();
    for (const authorization of ['', 'Bearer nope', demo.token.token]) {
      expect(await raw('GET', 'users/me', undefined, { authorization })).toMatchObject({
        status: 401,
        body: { code: 'unauthorized', message: 'API token is invalid.' },
      });
    }
    world.edit.revokeToken(demo.token.token);
    expect((await raw('GET', 'users/me')).status).toBe(401);
  });

  it('answers 404 with the name of the integration for what is not shared, and finds it once shared', async () => {
    const { client, demo, world } = await startApi();
    const page = world.addPage({ title: 'Private' });
    const child = world.addPage({ title: 'Child', parent: page.id });
    const error: unknown = await client.pages.retrieve({ page_id: child.id }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(APIResponseError);
    expect(error).toMatchObject({
      status: 404,
      code: 'object_not_found',
      message: `Could not find page with ID: ${child.id}. Make sure the relevant pages and databases are shared with your integration "Visen".`,
    });
    world.edit.share(demo.token.token, page.id);
    expect(await client.pages.retrieve({ page_id: child.id })).toMatchObject({ id: child.id });
    world.edit.unshare(demo.token.token, page.id);
    await expect(client.pages.retrieve({ page_id: child.id })).rejects.toMatchObject({ status: 404 });
  });

  it('takes ids with and without dashes, in any case, and refuses others by their path', async () => {
    const { raw, demo } = await startApi();
    expect((await raw('GET', `pages/${demo.blank.id.replaceAll('-', '').toUpperCase()}`)).body.id).toBe(demo.blank.id);
    expect((await raw('GET', 'pages/abc')).body.message).toBe(
      'path failed validation: path.page_id should be a valid uuid, instead was `"abc"`.',
    );
  });

  it.each<[Capability, (page: string) => [string, string, object?]]>([
    ['read', (page) => ['GET', `blocks/${page}/children`]],
    ['update', (page) => ['PATCH', `pages/${page}`, { is_locked: true }]],
    ['insert', (page) => ['PATCH', `blocks/${page}/children`, { children: [paragraph('x')] }]],
    ['userInfo', () => ['GET', 'users']],
  ])('refuses what needs the capability %s when it is missing', async (capability, request) => {
    const { raw, demo, world } = await startApi();
    const [method, path, body] = request(demo.blank.id);
    const send = (token: string) =>
      raw(method, path, body === undefined ? undefined : JSON.stringify(body), { authorization: `Bearer ${token}` });
    const all: Capability[] = ['read', 'update', 'insert', 'userInfo'];
    const shared = [demo.blank.id];
    world.addToken({ token: 'less', shared, capabilities: all.filter((one) => one !== capability) });
    world.addToken({ token: 'only', shared, capabilities: [capability] });
    expect(await send('less')).toMatchObject({ status: 403, body: { code: 'restricted_resource' } });
    expect((await send('only')).status).toBe(200);
  });

  it('stops making blocks when a free workspace has used them up, but not for properties nor for a person', async () => {
    const { raw, demo, world } = await startApi();
    demo.workspace.blockLimitReached = true;
    const append = (authorization?: string) =>
      raw(
        'PATCH',
        `blocks/${demo.blank.id}/children`,
        { children: [paragraph('x')] },
        authorization ? { authorization } : {},
      );
    expect(await append()).toMatchObject({
      status: 403,
      body: { code: 'restricted_resource', additional_data: { block_limit: 'block_creation' } },
    });
    expect((await raw('PATCH', `pages/${demo.blank.id}`, { is_locked: true })).status).toBe(200);
    world.addToken({ token: 'ntn_person', kind: 'pat' });
    expect((await append('Bearer ntn_person')).status).toBe(200);
  });
});

describe('requests', () => {
  it('wants a version that it knows', async () => {
    const { raw } = await startApi();
    expect((await raw('GET', 'users/me', undefined, { 'notion-version': '' })).body.code).toBe('missing_version');
    expect((await raw('GET', 'users/me', undefined, { 'notion-version': '2022-06-28' })).status).toBe(400);
    expect((await raw('GET', 'users/me', undefined, { 'notion-version': '2025-09-03' })).status).toBe(200);
  });

  it('writes archived under the older version only', async () => {
    const { raw, demo } = await startApi();
    const old = await raw('GET', `pages/${demo.blank.id}`, undefined, { 'notion-version': '2025-09-03' });
    expect(old.body).toMatchObject({ archived: false, in_trash: false });
    expect((await raw('GET', `pages/${demo.blank.id}`)).body).not.toHaveProperty('archived');
  });

  it('answers an address that does not exist, and remembers it', async () => {
    const { raw, log, demo } = await startApi();
    expect((await raw('GET', `comments?block_id=${demo.blank.id}`)).body).toMatchObject({
      status: 400,
      code: 'invalid_request_url',
      message: 'Invalid request URL.',
    });
    expect(log.unexpected).toEqual(['GET /v1/comments']);
  });

  it('refuses what is no JSON', async () => {
    const { raw, demo } = await startApi();
    expect((await raw('PATCH', `pages/${demo.blank.id}`, '{"properties":')).body.code).toBe('invalid_json');
    const asForm = await raw('PATCH', `pages/${demo.blank.id}`, '{}', { 'content-type': 'text/plain' });
    expect(asForm.body.code).toBe('invalid_json');
  });

  it('takes 500 KB and refuses one byte more, as 400 or as 413', async () => {
    const { raw, demo, settings } = await startApi();
    const children = times(96, () => ({
      code: { rich_text: times(2, () => ({ text: { content: 'x'.repeat(2000) } })), language: 'sql' },
    }));
    const body = JSON.stringify({ children }).padEnd(500_000, ' ');
    const path = `blocks/${demo.blank.id}/children`;
    expect(body).toHaveLength(500_000);
    expect((await raw('PATCH', path, body)).status).toBe(200);
    expect((await raw('PATCH', path, `${body} `)).body.code).toBe('validation_error');
    settings.oversize = 413;
    expect((await raw('PATCH', path, `${body} `)).status).toBe(413);
  });

  it('names each request and allows no other origin', async () => {
    const { raw, url } = await startApi();
    const answer = await raw('GET', 'users/me');
    expect(answer.headers.get('x-notion-request-id')).toBe(answer.body.request_id);
    const preflight = await fetch(`${url}/v1/users/me`, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
    });
    for (const headers of [answer.headers, preflight.headers]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('logs method, path, body, status and four characters of the token', async () => {
    const { raw, log, demo } = await startApi();
    await raw('PATCH', `pages/${demo.blank.id}`, { is_locked: true });
    expect(log.of('PATCH', /pages/)).toMatchObject([
      { method: 'PATCH', path: `/v1/pages/${demo.blank.id}`, status: 200, token: 'ISEN', body: { is_locked: true } },
    ]);
    expect(JSON.stringify(log.entries)).not.toContain(demo.token.token);
  });
});

describe('the rate limit', () => {
  it('lets 180 requests through in a window and 600 on Business, then says when to come back', async () => {
    const { raw, demo, world } = await startApi();
    const statuses = async (count: number) => {
      const all = await Promise.all(times(count, () => raw('GET', 'users/me')));
      return all.filter((one) => one.status === 200).length;
    };
    expect(await statuses(180)).toBe(180);
    world.moveTime(20_000);
    const refused = await raw('GET', 'users/me');
    expect(refused).toMatchObject({
      status: 429,
      body: {
        code: 'rate_limited',
        additional_data: { rate_limit_reason: 'public_api_request_rate_limit', retry_after: '40' },
      },
    });
    expect(refused.headers.get('retry-after')).toBe('40');
    world.moveTime(40_000);
    demo.workspace.plan = 'business';
    expect(await statuses(601)).toBe(600);
  });

  it('counts each token by itself', async () => {
    const { raw, limiter, world } = await startApi();
    limiter.limit = 1;
    world.addToken({ token: 'other' });
    expect((await raw('GET', 'users/me')).status).toBe(200);
    expect((await raw('GET', 'users/me', undefined, { authorization: 'Bearer other' })).status).toBe(200);
    expect((await raw('GET', 'users/me')).status).toBe(429);
  });

  it('refuses everything for another reason until a moment, or for good', async () => {
    const { raw, limiter, world } = await startApi();
    limiter.refusal = { reason: 'public_api_space_request_rate_limit', until: world.now() + 90_000 };
    const refused = await raw('GET', 'users/me');
    expect(refused.headers.get('retry-after')).toBe('90');
    world.moveTime(90_000);
    expect((await raw('GET', 'users/me')).status).toBe(200);
    limiter.refusal = { reason: 'public_api_request_blocked' };
    expect((await raw('GET', 'users/me')).body).toMatchObject({
      additional_data: { rate_limit_reason: 'public_api_request_blocked' },
    });
  });
});
