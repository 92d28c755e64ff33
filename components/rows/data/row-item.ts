/** A row of the table: one that Notion has, or one that is being typed and not created yet. */
import type { MadeWith } from '../../../lib/notion/outdated.ts';
import type { RowView, TemplateState } from '../../../lib/notion/views.ts';
import type { Failure } from '../../../lib/shared/app-error.ts';

export interface RowItem {
  /** Stays the same while a new row is created: neither the focus nor a tick is lost. */
  readonly key: string;
  /** Absent until Notion has the row. */
  readonly id?: string;
  readonly url?: string;
  /** What stands in the field. */
  readonly title: string;
  /** What Notion has. */
  readonly savedTitle: string;
  /** Ticked in the checkbox column named Generate. */
  readonly generate: boolean;
  /** By property id, as text. */
  readonly values: Readonly<Record<string, string>>;
  /** What Visen made of it, by property id and `BODY_OUTPUT`. */
  readonly made?: Readonly<Record<string, MadeWith>>;
  readonly saving?: boolean;
  /** Of a row that Notion does not have yet: texts for its cells by property id, and the template that it is made from. */
  readonly wanted?: { readonly values?: Readonly<Record<string, string>>; readonly templateId?: string };
  /** Of a row that is made from a template: how far Notion has come with it. */
  readonly template?: TemplateState;
  /** Why the topic could not be written; the typed text stays. */
  readonly failure?: Failure;
}

export function itemOfRow(row: RowView, key = row.id): RowItem {
  const { id, url, title, generate, values, made } = row;
  return { key, id, url, title, savedTitle: title, generate, values, ...(made && { made }) };
}

/** The row as Notion has it now. What this table alone knows stays: what was typed since `asked` was its topic, and how it is being made. */
export function renewItem(shown: RowItem, row: RowView, asked = shown.savedTitle): RowItem {
  const isTyped = shown.saving || shown.title !== asked;
  return {
    ...itemOfRow(row, shown.key),
    ...(isTyped && { title: shown.title }),
    ...(isTyped && shown.failure && { failure: shown.failure }),
    ...(shown.saving && { saving: true }),
    ...(shown.template && { template: shown.template }),
  };
}

/** A row that a person is about to name. */
export function draftItem(key: string): RowItem {
  return { key, title: '', savedTitle: '', generate: false, values: {} };
}
