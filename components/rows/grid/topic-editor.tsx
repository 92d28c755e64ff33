import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../i18n/translate.ts';
import type { RowItem } from '../data/row-item.ts';
import type { RowStore } from '../data/row-store.ts';

interface TopicEditorProps {
  readonly item: RowItem;
  /** From 1, as the grid counts. */
  readonly number: number;
  readonly store: RowStore;
  /** Takes the focus as it comes. */
  readonly hasFocus: boolean;
  /** It was left, with Enter or Escape by the keyboard: the grid takes the focus back. */
  readonly onEnd: (byKey: 'Enter' | 'Escape' | undefined) => void;
  /** Several lines were pasted. */
  readonly onLines: (text: string) => void;
}

/** The topic, written to Notion when the field is left or Enter is pressed; Escape puts the old one back. */
export function TopicEditor({ item, number, store, hasFocus, onEnd, onLines }: TopicEditorProps) {
  const isNew = item.id === undefined;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!hasFocus) return;
    field.current?.focus();
    field.current?.select();
  }, [hasFocus]);
  return (
    <input
      ref={field}
      class="grid-input"
      type="text"
      data-editor
      value={item.title}
      placeholder={t(isNew ? 'rows.newTopic' : 'word.untitled')}
      aria-label={isNew ? t('rows.newTopic') : t('rows.topicOf', { number })}
      autocomplete="off"
      onInput={(event) => store.type(item.key, event.currentTarget.value)}
      onBlur={() => {
        store.keep(item.key);
        onEnd(undefined);
      }}
      onPaste={(event) => {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (!isNew || !/\S[^\S\n]*\n\s*\S/.test(text)) return;
        event.preventDefault();
        onLines(text);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
        event.preventDefault();
        if (event.key === 'Escape') store.revert(item.key);
        else store.keep(item.key);
        onEnd(event.key);
      }}
      {...(item.failure && { 'aria-invalid': 'true' as const })}
    />
  );
}
