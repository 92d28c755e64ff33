import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { FailureText } from './failure-text-line.tsx';
import type { RowItem } from '../data/row-item.ts';
import type { RowStore } from '../data/row-store.ts';

interface TopicCellProps {
  readonly item: RowItem;
  /** From 1, as the table counts. */
  readonly number: number;
  readonly store: RowStore;
  /** Enter on a new row: on to the next new one. */
  readonly onNext: () => void;
}

/** The topic, written back to Notion when the field is left or Enter is pressed; Escape puts the old one back. */
export function TopicCell({ item, number, store, onNext }: TopicCellProps) {
  const isNew = item.id === undefined;
  return (
    <td class="rows-topic">
      <input
        class="rows-input"
        type="text"
        data-cell="topic"
        value={item.title}
        placeholder={t(isNew ? 'rows.newTopic' : 'word.untitled')}
        aria-label={isNew ? t('rows.newTopic') : t('rows.topicOf', { number })}
        autocomplete="off"
        onInput={(event) => store.type(item.key, event.currentTarget.value)}
        onBlur={() => store.keep(item.key)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Enter') {
            store.keep(item.key);
            if (isNew && item.title.trim() !== '') onNext();
          }
          if (event.key === 'Escape' && item.title !== item.savedTitle) {
            event.preventDefault();
            store.revert(item.key);
          }
        }}
        {...(item.failure && { 'aria-invalid': 'true' as const })}
      />
      {item.failure && (
        <div class="rows-problem" role="alert">
          <FailureText failure={item.failure} />
          <div class="row">
            <Button size="small" onClick={() => store.keep(item.key)}>
              {t('cure.retry')}
            </Button>
            <Button size="small" onClick={() => store.revert(item.key)}>
              {t('run.undo')}
            </Button>
          </div>
        </div>
      )}
    </td>
  );
}
