import { describe, expect, it } from 'vitest';
import { parseFields, parseHeaders } from '../../../lib/language-model/server-extras.ts';

describe('more headers', () => {
  it('are one a line', () => {
    expect(parseHeaders('X-Title: Visen\n\n  HTTP-Referer:https://visen.example ')).toEqual({
      'X-Title': 'Visen',
      'HTTP-Referer': 'https://visen.example',
    });
    expect(parseHeaders('')).toEqual({});
  });

  it.each([
    ['no colon', 'header'],
    ['Bad Name: x', 'header'],
    ['X-A: ümlaut', 'header'],
    ['Authorization: Bearer abc', 'secret'],
    ['cf-aig-authorization: x', 'secret'],
    ['x-api-key: abc', 'secret'],
    ['Host: evil.example', 'own'],
  ])('with the line %j are refused, with the cure', (line, reason) => {
    expect(() => parseHeaders(`X-Fine: yes\n${line}`)).toThrowError(
      expect.objectContaining({ code: 'engine-extras-invalid', details: expect.objectContaining({ reason }) }),
    );
  });

  it.each(['Authorization: Bearer canary-4711', 'Authorization Bearer canary-4711'])('never show a key: %s', (line) => {
    try {
      parseHeaders(line);
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('canary');
    }
  });
});

describe('more request fields', () => {
  it('are a JSON object', () => {
    expect(parseFields(' { "top_p": 0.9 } ')).toEqual({ top_p: 0.9 });
    expect(parseFields('')).toEqual({});
  });

  it.each([
    ['[1]', 'fields'],
    ['"a"', 'fields'],
    ['{', 'fields'],
    ['{"messages":[]}', 'own'],
    ['{"model":"x"}', 'own'],
  ])('as %s are refused', (text, reason) => {
    expect(() => parseFields(text)).toThrowError(
      expect.objectContaining({ code: 'engine-extras-invalid', details: expect.objectContaining({ reason }) }),
    );
  });
});
