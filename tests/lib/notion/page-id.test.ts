import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { openTargetId, pageUrl, parseNotionUrl, toDashedId, toUndashedId } from '../../../lib/notion/page-id.ts';
import type { PeekMode } from '../../../lib/notion/page-id.ts';

const A = '1a2b3c4d5e6f708192a3b4c5d6e7f809';
const B = 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebf';
const V = '00112233445566778899aabbccddeeff';
const K = 'ffeeddccbbaa99887766554433221100';
const dashed = (id: string) =>
  `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`;

interface Expected {
  page?: string;
  view?: string;
  peek?: [string, PeekMode];
  block?: string;
}
type Case = [number, string, Expected | 'none' | 'not ours', string?];

const CASES: Case[] = [
  [1, `https://app.notion.com/p/${A}`, { page: A }],
  [2, `https://app.notion.com/p/My-page-${A}`, { page: A }, 'title slug, no workspace'],
  [3, `https://app.notion.com/p/acme/My-page-${A}`, { page: A }, 'workspace and slug'],
  [4, `https://app.notion.com/p/acme/${A}`, { page: A }, 'untitled page'],
  [5, `https://app.notion.com/p/acme/Tasks-${A}?v=${V}`, { page: A, view: V }, 'database and view'],
  [
    6,
    `https://app.notion.com/p/acme/Tasks-${A}?v=${V}&p=${B}&pm=s`,
    { page: A, view: V, peek: [B, 'side'] },
    'side peek of a row',
  ],
  [7, `https://app.notion.com/p/acme/Tasks-${A}?p=${B}&pm=c`, { page: A, peek: [B, 'center'] }, 'center peek, no view'],
  [8, `https://app.notion.com/p/acme/Tasks-${A}?v=${V}&p=${B}&pm=f`, { page: A, view: V, peek: [B, 'full'] }],
  [9, `https://app.notion.com/p/acme/Doc-${A}#${K}`, { page: A, block: K }, 'block anchor'],
  [10, `https://app.notion.com/p/acme/Doc-${A}?pvs=4#${K}`, { page: A, block: K }, 'share parameter and anchor'],
  [11, `https://app.notion.com/p/acme/Doc-${A}?source=copy_link`, { page: A }],
  [12, `https://app.notion.com/chat?t=${B}&wfv=chat`, 'none', 'an AI chat: t is a thread'],
  [13, 'https://app.notion.com/', 'none', 'home'],
  [14, 'https://app.notion.com/developers/connections', 'none', 'settings-like route'],
  [15, `https://www.notion.so/${A}`, { page: A }, 'older form, bare'],
  [16, `https://notion.so/${A}`, { page: A }, 'apex'],
  [17, `https://www.notion.so/acme/My-page-${A}?pvs=4`, { page: A }],
  [18, `https://www.notion.so/acme/${A}?v=${V}&p=${B}&pm=s`, { page: A, view: V, peek: [B, 'side'] }],
  [19, `https://www.notion.so/${A}?p=${B}&pm=s`, { page: A, peek: [B, 'side'] }, 'bare database with a peek'],
  [20, `https://www.notion.so/acme?p=${B}&pm=s`, { peek: [B, 'side'] }, 'peek over the workspace root'],
  [21, `https://www.notion.so/acme/${dashed(A)}`, { page: A }, 'dashed UUID'],
  [22, `https://www.notion.so/acme/Title-${dashed(A)}`, { page: A }, 'slug and dashed UUID'],
  [23, `https://www.notion.so/Tasks-${A}?p=${dashed(B)}`, { page: A, peek: [B, 'unknown'] }, 'dashed p, no pm'],
  [24, `https://www.notion.so/Tasks-${A}?p=not-an-id`, { page: A }, 'garbage p'],
  [25, `https://www.notion.so/Tasks-${A}?v=99999999`, { page: A }, 'truncated v'],
  [26, `https://www.notion.so/Plan-${A}/`, { page: A }, 'trailing slash'],
  [27, `https://www.notion.so/PLAN-${A}?P=${B}`, { page: A }, 'P is not p'],
  [28, `https://www.notion.so/acme/Renamed-${B.toUpperCase()}`, { page: B }, 'upper-case hex'],
  [29, `https://www.notion.so/deadbeef-cafe-${A}`, { page: A }, 'hex-looking title words'],
  [30, `https://www.notion.so/sha-${B}-${A}`, { page: A }, 'title with another 32 hex digits'],
  [31, `https://www.notion.so/${A}${B}`, 'none', '64 hex digits'],
  [32, 'https://www.notion.so/deadbeef-plan', 'none', 'hex title, no id'],
  [33, `https://www.notion.so/%E3%83%A1%E3%83%A2-${A}`, { page: A }, 'percent-encoded title'],
  [34, `https://www.notion.so/native/acme/Doc-${A}`, { page: A }, 'the desktop opener'],
  [35, `https://www.notion.so/native/${A}?v=${V}&deepLinkOpenNewTab=true`, { page: A, view: V }],
  [36, `notion://www.notion.so/acme/Doc-${A}`, 'not ours', 'desktop scheme'],
  [37, `https://www.notion.so/invite/${B}`, 'none', 'reserved route with 32 hex digits'],
  [38, `https://www.notion.so/${A}/settings`, 'none', 'id not in the last segment'],
  [39, `https://www.notion.so/image/https%3A%2F%2Fx.png?table=block&id=${dashed(A)}`, 'none', 'asset proxy'],
  [40, `https://www.notion.so/login?redirectTo=%2FDoc-${A}`, 'none', 'login redirect'],
  [41, `https://www.notion.so/templates/plan-${A}`, 'none', 'template route'],
  [42, `https://acme.notion.site/Doc-${A}`, { page: A }, 'published page'],
  [43, `https://acme.notion.site/${A}?v=${V}`, { page: A, view: V }, 'published database'],
  [44, `https://acme.notion.site/Mood-${A}?p=${B}&pm=c`, { page: A, peek: [B, 'center'] }],
  [45, 'https://acme.notion.site/', 'none', 'published home'],
  [46, 'https://calendar.notion.so/', 'not ours', 'another product'],
  [47, `https://notion.so.evil.com/${A}`, 'not ours', 'look-alike host'],
  [48, `https://app.notion.com.evil.io/p/${A}`, 'not ours', 'look-alike host'],
  [49, `https://evil.com/?u=https://app.notion.com/p/${A}`, 'not ours', 'a Notion URL in a query'],
  [
    50,
    `https://app.notion.com/p/acme/Tasks-${A}?v=${V}&p=${A}&pm=s`,
    { page: A, view: V, peek: [A, 'side'] },
    'the peek is the page',
  ],
];

function summary(url: string): Expected | 'none' | 'not ours' {
  const parsed = parseNotionUrl(url);
  if (parsed.kind === 'not-notion') return 'not ours';
  expect(parsed.host).toBe(new URL(url).hostname);
  if (parsed.kind === 'no-page') return 'none';
  const { pageId, viewId, peekId, peekMode, blockId } = parsed;
  return {
    ...(pageId && { page: toUndashedId(pageId) }),
    ...(viewId && { view: toUndashedId(viewId) }),
    ...(peekId && peekMode && { peek: [toUndashedId(peekId), peekMode] }),
    ...(blockId && { block: toUndashedId(blockId) }),
  };
}

describe('parseNotionUrl', () => {
  it.each(CASES)('%i: reads %s as %o', (_number, url, expected) => {
    expect(summary(url)).toEqual(expected);
  });

  it.each([
    ['plain http', `http://app.notion.com/p/${A}`],
    ['a file', `file:///p/${A}`],
    ['a look-alike behind user info', `https://app.notion.com@evil.com/p/${A}`],
    ['user info before the real host', `https://me:secret@app.notion.com/p/${A}`],
    ['a blank tab', 'about:blank'],
    ['nothing', ''],
    ['a word', 'hello'],
    ['the public site', `https://www.notion.com/p/${A}`],
    ['a bare published domain', `https://notion.site/${A}`],
    ['a host that only ends like ours', `https://evilnotion.so/${A}`],
    ['a host that only ends like a published one', `https://evil-notion.site/${A}`],
    ['a script', `javascript:location='https://app.notion.com/p/${A}'`],
  ])('refuses %s', (_name, url) => {
    expect(parseNotionUrl(url)).toEqual({ kind: 'not-notion' });
  });

  it('reads the page behind malformed percent-encoding', () => {
    expect(summary(`https://app.notion.com/p/%E0%A4%A-${A}`)).toEqual({ page: A });
  });

  it('ignores the default port and the case of the host', () => {
    expect(summary(`https://APP.notion.com:443/p/${A}`)).toEqual({ page: A });
  });

  it('accepts the older block anchor with a prefix', () => {
    expect(summary(`https://www.notion.so/Doc-${A}#block-${K}`)).toEqual({ page: A, block: K });
  });

  it('ignores a hash that is not a whole id', () => {
    expect(summary(`https://www.notion.so/Doc-${A}#${K}0`)).toEqual({ page: A });
  });

  it('takes no page from a path that is too deep', () => {
    expect(summary(`https://app.notion.com/p/acme/team/Doc-${A}`)).toBe('none');
  });

  it('never throws and never gives a malformed id, whatever the text', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom(A, dashed(A), '/', '?p=', '&v=', '#', '-', '%', 'p'),
    );
    const host = fc.constantFrom(
      '',
      'https://app.notion.com/',
      'https://www.notion.so/',
      'https://acme.notion.site/',
      'https://evil.com/',
    );
    fc.assert(
      fc.property(host, fc.array(part, { maxLength: 6 }), (start, parts) => {
        const parsed = parseNotionUrl(start + parts.join(''));
        if (parsed.kind !== 'target') return;
        const ids = [parsed.pageId, parsed.viewId, parsed.peekId, parsed.blockId].filter((id) => id !== undefined);
        expect(parsed.pageId ?? parsed.peekId).toBeDefined();
        expect(parsed.peekMode === undefined).toBe(parsed.peekId === undefined);
        for (const id of ids) expect(toDashedId(id)).toBe(id);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('openTargetId', () => {
  it('prefers the peeked page', () => {
    expect(openTargetId(parseNotionUrl(`https://app.notion.com/p/${A}?p=${B}&pm=c`))).toBe(dashed(B));
  });

  it('falls back to the page of the path', () => {
    expect(openTargetId(parseNotionUrl(`https://app.notion.com/p/${A}?p=nonsense`))).toBe(dashed(A));
  });

  it('has nothing where no page is open', () => {
    expect(openTargetId(parseNotionUrl('https://app.notion.com/'))).toBeUndefined();
    expect(openTargetId(parseNotionUrl('https://example.com/'))).toBeUndefined();
  });
});

describe('ids', () => {
  it('go to the dashed form and back', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(toDashedId(toUndashedId(id).toUpperCase())).toBe(id);
        expect(toDashedId(id)).toBe(id);
      }),
    );
  });

  it.each(['', 'abc', `${A}0`, A.slice(1), `${A.slice(0, 31)}g`, `x${dashed(A)}`, `${A}\n`])(
    'that are not whole are refused: %j',
    (text) => {
      expect(toDashedId(text)).toBeUndefined();
    },
  );

  it('make the address that Notion itself returns', () => {
    expect(pageUrl(dashed(A).toUpperCase())).toBe(`https://app.notion.com/p/${A}`);
    expect(openTargetId(parseNotionUrl(pageUrl(A)))).toBe(dashed(A));
  });
});
