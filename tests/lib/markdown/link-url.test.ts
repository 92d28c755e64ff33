import { describe, expect, it } from 'vitest';
import { comparableUrl, linkUrl } from '../../../lib/markdown/link-url.ts';

describe('link addresses', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTP://Example.com/A?b=c#d', 'http://example.com/A?b=c#d'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    ['https://example.com/a|b', 'https://example.com/a%7Cb'],
    ['https://example.com:8443/', 'https://example.com:8443/'],
    ['http://192.168.1.10/x', 'http://192.168.1.10/x'],
    ['mailto:ana@example.com', 'mailto:ana@example.com'],
    ['mailto:ana@example.com?subject=Hi%20there', 'mailto:ana@example.com?subject=Hi%20there'],
  ])('keep %s', (href, url) => {
    expect(linkUrl(href)).toBe(url);
  });

  it.each([
    '',
    '/docs',
    '#top',
    'example.com',
    '//example.com',
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'file:///etc',
    'ftp://example.com',
    'https:example.com',
    'https://',
    'http://localhost:3000',
    'http://[::1]/',
    'https://user:pw@example.com',
    'https://example',
    'https://a..b',
    'https://-a.com/',
    'mailto:',
    'mailto:x',
    'mailto:a@b@c.d',
    'tel:+491234',
    'notion://x',
    `https://example.com/${'a'.repeat(2000)}`,
    'https://exa mple.com',
    'https://example.com\\@evil.com',
    'java\nscript:x',
  ])('refuse %s', (href) => {
    const url = linkUrl(href);
    // A backslash counts as a slash in URLs: the host stays what stands in front of it.
    if (href.includes('\\')) expect(new URL(url!).hostname).toBe('example.com');
    else expect(url).toBeUndefined();
  });

  it('compare equal however they are spelled', () => {
    expect(comparableUrl('https://Example.com')).toBe(comparableUrl('https://example.com/'));
    expect(comparableUrl('https://example.com/a')).not.toBe(comparableUrl('https://example.com/b'));
    expect(comparableUrl('/248104cd477e80fdb757e945d38000bd')).toBe('/248104cd477e80fdb757e945d38000bd');
  });
});
