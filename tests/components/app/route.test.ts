import { describe, expect, it } from 'vitest';

import { followHash, parseRoute } from '../../../components/app/route.ts';

describe('parseRoute', () => {
  it('reads view, id and query', () => {
    expect(parseRoute('#/runs')).toMatchObject({ view: 'runs' });
    expect(parseRoute('#/create/a%20b')).toMatchObject({ view: 'create', id: 'a b' });
    const url = 'https://app.notion.com/p/1?v=2&p=3#4';
    const route = parseRoute(`#/create?url=${encodeURIComponent(url)}`);
    expect(route.view).toBe('create');
    expect(route.id).toBeUndefined();
    expect(route.query.get('url')).toBe(url);
  });

  it('leads home from whatever it does not know', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/12', '#/__proto__', 'x']) {
      expect(parseRoute(hash)).toMatchObject({ view: 'home' });
      expect(parseRoute(hash).id).toBeUndefined();
    }
  });

  it('takes an id that is not well encoded as it stands', () => {
    expect(parseRoute('#/runs/%E0%A4%A').id).toBe('%E0%A4%A');
  });
});

describe('followHash', () => {
  it('tells a hash that changed between the first render and its start, and each one after it, until it is ended', () => {
    const page = Object.assign(new EventTarget(), { location: { hash: '#/home' } });
    const move = (hash: string) => {
      page.location.hash = hash;
      page.dispatchEvent(new Event('hashchange'));
    };
    const rendered = parseRoute(page.location.hash);
    move('#/settings');
    const shown: string[] = [];
    const end = followHash(page, (hash) => shown.push(parseRoute(hash).view));
    move('#/runs');
    end();
    move('#/prompts');
    expect([rendered.view, ...shown]).toEqual(['home', 'settings', 'runs']);
  });
});
