import { describe, expect, it } from 'vitest';

import { matchPerson, mergePeople, personLabels } from '../../../lib/notion/match-person.ts';

const ada = { id: 'a', name: 'Ada Lee', email: 'ada@acme.example' };
const bo = { id: 'b', name: 'Bo' };
const twin = { id: 't', name: 'ada lee', email: 'lee@acme.example' };

describe('matching people', () => {
  it('takes the exact name or address, in any case of letters', () => {
    expect(matchPerson(' ADA  lee ', [ada, bo])).toBe(ada);
    expect(matchPerson('mailto:Ada@acme.example', [ada, bo])).toBe(ada);
    expect(matchPerson('Bo', [ada, bo])).toBe(bo);
  });

  it('takes no part of a name, and nobody for a blank', () => {
    for (const given of ['Ada', 'Ada Lee Junior', '', '  ', 'ada@acme'])
      expect(matchPerson(given, [ada, bo])).toBe('none');
  });

  it('does not guess between two of one name, whom their addresses tell apart', () => {
    const people = [ada, bo, twin];
    expect(matchPerson('Ada Lee', people)).toBe('several');
    expect(matchPerson('lee@acme.example', people)).toBe(twin);
    const labels = personLabels(people);
    expect(labels).toEqual(['Ada Lee (ada@acme.example)', 'Bo', 'ada lee (lee@acme.example)']);
    expect(labels.map((label) => matchPerson(label, people))).toEqual(people);
  });

  it('knows each person once, and no bots', () => {
    const users = [
      { id: 'a', name: 'Ada Lee', kind: 'person' },
      { id: 'x', name: 'Visen', kind: 'bot' },
      { id: 'a', name: 'Ada Lee', kind: 'person', email: 'ada@acme.example' },
      { id: 'n', name: ' ', kind: 'person' },
    ] as const;
    expect(mergePeople(users)).toEqual([ada]);
  });
});
