import { describe, expect, it } from 'vitest';

import { readDiagnosis, writeInPageLine } from '../../../lib/feedback/in-page-line.ts';

const diagnosis = {
  clientVersion: '23.13.0.1234',
  place: 'topbar',
  anchor: 'share',
  theme: { theme: 'dark', source: 'body' },
  language: 'ja-JP',
};

describe('the line about a Notion tab', () => {
  it('names the client, the anchor and the source of the theme', () => {
    expect(writeInPageLine(readDiagnosis(diagnosis))).toBe(
      'client 23.13.0.1234, button topbar, anchor share, theme dark by body, language ja-JP',
    );
  });

  it('takes no text of the page for a version', () => {
    const read = readDiagnosis({ ...diagnosis, clientVersion: `Secret plan: ${'buy '.repeat(50)}` });
    expect(read?.clientVersion).toHaveLength(40);
    expect(read?.clientVersion).not.toContain(' ');
  });

  it.each([undefined, null, 'x', {}, { ...diagnosis, anchor: 'My page title' }])(
    'says so for no answer: %o',
    (answer) => {
      expect(writeInPageLine(readDiagnosis(answer))).toMatch('no answer');
    },
  );
});
