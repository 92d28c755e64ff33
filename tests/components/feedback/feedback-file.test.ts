import { expect, it } from 'vitest';

import { feedbackText } from '../../../components/feedback/feedback-file.ts';

it('takes along the kind and the words, and diagnostics only where they were added', () => {
  expect(feedbackText({ kind: 'idea', message: ' More colours \n' })).toBe('Visen: idea\n\nMore colours');
  expect(feedbackText({ kind: 'problem', message: 'It stops', diagnostics: 'Visen 0.1.0' })).toBe(
    'Visen: problem\n\nIt stops\n\n---\nVisen 0.1.0',
  );
});
