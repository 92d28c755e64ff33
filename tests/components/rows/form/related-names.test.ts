import { describe, expect, it } from 'vitest';
import { hasInput } from '../../../../components/rows/form/row-choice.ts';
import { offeredNames, unknownNames } from '../../../../components/rows/form/use-related-names.ts';
import type { RowItem } from '../../../../components/rows/data/row-item.ts';
import type { PropertyView } from '../../../../lib/notion/views.ts';

const PROPERTIES: readonly PropertyView[] = [
  { id: 't', name: 'Topic', type: 'title', writable: true },
  { id: 'p', name: 'Projects', type: 'relation', writable: true, relatedSourceId: 's' },
];
const READ = { s: ['Name', 'Stage'] };

describe('names of related pages', () => {
  it('are offered behind the relation they belong to, once they are read', () => {
    expect(offeredNames(PROPERTIES, READ)).toEqual([
      'Topic',
      'Projects',
      'page',
      'title',
      'today',
      'Projects.Name',
      'Projects.Stage',
    ]);
    expect(offeredNames(PROPERTIES, {})).not.toContain('Projects.Name');
  });

  it('are warned of where the related database does not have them', () => {
    const unknown = (prompt: string, related = READ as Parameters<typeof unknownNames>[2]) =>
      unknownNames(prompt, PROPERTIES, related);
    expect(unknown('{{Projects.stage}} {{projects.Name}} {{Topic}}')).toEqual([]);
    expect(unknown('{{Projects.Nope}} {{Topic.Name}} {{Other}}')).toEqual(['Projects.Nope', 'Topic.Name', 'Other']);
    expect(unknown('{{Projects.Nope}}', {})).toEqual([]);
  });

  it('count as something to work on where pages are related', () => {
    const item = (p: string): RowItem => ({
      key: '1',
      id: '1',
      title: 'T',
      savedTitle: 'T',
      generate: false,
      values: { p },
    });
    const asked = { prompt: 'Stage: {{Projects.Stage}}', instructions: '' };
    expect(hasInput(item('id-1'), asked, PROPERTIES)).toBe(true);
    expect(hasInput(item(''), asked, PROPERTIES)).toBe(false);
  });
});
