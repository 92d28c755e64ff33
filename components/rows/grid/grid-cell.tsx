import { t } from '../../i18n/translate.ts';
import type { PropertyView } from '../../../lib/notion/views.ts';
import { firstCharacters } from '../../../lib/shared/first-characters.ts';
import { tagsOf, type CellContent } from './cell-content.ts';
import { isTagged } from './columns.ts';

interface CellValueProps {
  readonly text: string;
  readonly property: PropertyView | undefined;
}

/** A value as its type is shown: options as tags, all else as one line of text. */
export function CellValue({ text, property }: CellValueProps) {
  if (text === '') return null;
  if (!isTagged(property?.type)) {
    return (
      <span class="grid-cut" dir="auto">
        {text}
      </span>
    );
  }
  const names = property?.type === 'multi_select' ? tagsOf(text) : [text];
  return (
    <span class="grid-tags">
      {names.map((name) => (
        <span key={name} class={`tag tag-${colourOf(name, property)}`} dir="auto">
          {name}
        </span>
      ))}
    </span>
  );
}

/** Notion’s colours, near enough: by the option's own colour where it is known. */
function colourOf(name: string, property: PropertyView | undefined): string {
  const at = property?.options?.indexOf(name) ?? -1;
  return COLOURS[property?.optionColors?.[at] ?? ''] ?? 'grey';
}

const COLOURS: Readonly<Record<string, string>> = {
  blue: 'blue',
  green: 'green',
  yellow: 'amber',
  orange: 'amber',
  brown: 'amber',
  red: 'rose',
  pink: 'rose',
  purple: 'violet',
};

/** While the model is at it: a bar, or two short ones in place of tags. */
export function Shimmer({ isTags }: { readonly isTags: boolean }) {
  return isTags ? (
    <span class="grid-tags">
      <span class="shimmer shimmer-tag" />
      <span class="shimmer shimmer-tag" />
    </span>
  ) : (
    <span class="shimmer" />
  );
}

/** What stood there before a run: shown while the cell has the pointer or the focus. */
export function BeforeLine({ before }: { readonly before: string }) {
  return (
    <span class="grid-before">
      {before === '' ? t('rows.before.empty') : t('rows.before', { text: firstCharacters(before, BEFORE_LENGTH) })}
    </span>
  );
}

const BEFORE_LENGTH = 300;

/** For a reader: the same, with the cell. */
export function describeCell({ isMade, before, isBusy }: CellContent): string | undefined {
  if (isBusy) return t('job.state.generating');
  if (!isMade || before === undefined) return undefined;
  return before === '' ? t('rows.before.empty') : t('rows.before', { text: firstCharacters(before, BEFORE_LENGTH) });
}
