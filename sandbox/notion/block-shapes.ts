import { CODE_LANGUAGES } from './code-languages.ts';
import { isObject } from './json.ts';
import { color, richText, SELECT_COLORS } from './rich-text.ts';
import {
  anyOf,
  check,
  empty,
  flag,
  id,
  list,
  literal,
  nullable,
  number,
  object,
  text,
  variant,
  wrong,
} from './shape.ts';
import type { Shape } from './shape.ts';

const emoji: Shape = (value, path) =>
  typeof value === 'string' && /^(\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3)/u.test(value)
    ? undefined
    : wrong(path, 'a valid emoji', value);

export const iconShape = variant({
  emoji,
  external: object({ url: text(2000, 1) }),
  file_upload: object({ id }),
  custom_emoji: object({ id }, { name: text(), url: text() }),
  icon: object({ name: text(100, 1) }, { color: literal(...SELECT_COLORS.slice(1), 'lightgray') }),
});
export const coverShape = variant({ external: object({ url: text(2000, 1) }), file_upload: object({ id }) });

const language = literal(...CODE_LANGUAGES);
const expression = object({ expression: text(1000) });
const media = (extra: Record<string, Shape> = {}) =>
  variant({ external: object({ url: text(2000, 1) }), file_upload: object({ id }) }, { caption: richText, ...extra });
const address = object({ url: text(2000) }, { caption: richText });
const linkToPage = variant({ page_id: id, database_id: id, comment_id: id });
const syncedFrom = nullable(object({ block_id: id }, { type: literal('block_id') }));
const tableRow = object({ cells: list(richText, 100) });

/** Block types whose body is rich text plus colour, and which may carry children. */
const TEXT_TYPES = ['paragraph', 'bulleted_list_item', 'numbered_list_item', 'quote', 'toggle'];
const HEADINGS = ['heading_1', 'heading_2', 'heading_3', 'heading_4'];
export const PARENT_TYPES: readonly string[] = [
  ...TEXT_TYPES,
  ...HEADINGS,
  'to_do',
  'callout',
  'template',
  'synced_block',
  'table',
  'column_list',
  'column',
  'tab',
];

/** Which level of one request a block is at; a request nests two levels below its top. */
type Level = 1 | 2 | 3;
const next = (level: Level): Level => (level === 1 ? 2 : 3);

/** The children key at this level: absent at the third, so that a deeper one "should be not present". */
function below(level: Level): Record<string, Shape> {
  return level === 3 ? {} : { children: list((value, path) => blockRequest(next(level))(value, path), 100) };
}

const row = variant({ table_row: tableRow }, { object: literal('block') });
const tabItem = (level: Level) =>
  variant(
    { paragraph: object({ rich_text: richText }, { color, icon: iconShape, ...below(level) }) },
    { object: literal('block') },
  );

const shapes = new Map<Level, Shape>();

/** What `POST /pages` and `PATCH /blocks/{id}/children` take at a level: https://developers.notion.com/reference/block */
export function blockRequest(level: Level): Shape {
  const known = shapes.get(level);
  if (known) return known;
  const kids = below(level);
  const body = object({ rich_text: richText }, { color, ...kids });
  const heading: Shape = (value, path) => {
    const faults = object({ rich_text: richText }, { color, is_toggleable: flag, ...kids })(value, path);
    if (faults || !isObject(value)) return faults;
    return value.children !== undefined && value.is_toggleable !== true
      ? wrong(`${path}.children`, 'not present', value.children)
      : undefined;
  };
  const variants: Record<string, Shape> = {
    embed: address,
    bookmark: address,
    image: media(),
    video: media(),
    pdf: media(),
    file: media({ name: text(100, 1) }),
    audio: media(),
    code: object({ rich_text: richText, language }, { caption: richText }),
    equation: expression,
    divider: empty,
    breadcrumb: empty,
    table_of_contents: object({}, { color }),
    link_to_page: linkToPage,
    table_row: tableRow,
    ...Object.fromEntries(HEADINGS.map((type) => [type, heading])),
    ...Object.fromEntries(TEXT_TYPES.map((type) => [type, body])),
    to_do: object({ rich_text: richText }, { color, checked: flag, ...kids }),
    callout: object({ rich_text: richText }, { color, icon: iconShape, ...kids }),
    synced_block: object({ synced_from: syncedFrom }, kids),
    tab: level === 3 ? empty : object({ children: list(tabItem(next(level)), 100, 1) }),
  };
  if (level !== 3) {
    variants.table = object(
      { table_width: number(1), children: list(row, 100, 1) },
      { has_column_header: flag, has_row_header: flag },
    );
  }
  if (level === 1) {
    const column = object({ children: list(blockRequest(2), 100, 1) }, { width_ratio: number(0, 1) });
    variants.column = column;
    variants.column_list = object({ children: list(variant({ column }, { object: literal('block') }), 100, 2) });
  }
  const shape: Shape = (value, path) => {
    const unknownType = isObject(value) && value.type !== undefined && !(String(value.type) in variants);
    if (unknownType && isObject(value) && Object.keys(variants).every((key) => value[key] === undefined)) {
      return wrong(`${path}.${String(value.type)}`, 'not present', value[String(value.type)]);
    }
    return variant(variants, { object: literal('block') })(value, path);
  };
  shapes.set(level, shape);
  return shape;
}

const update: Record<string, Shape> = {
  embed: object({}, { url: text(2000), caption: richText }),
  bookmark: object({}, { url: text(2000), caption: richText }),
  ...Object.fromEntries(
    ['image', 'video', 'pdf', 'audio', 'file'].map((type) => [
      type,
      object(
        {},
        {
          caption: richText,
          external: object({ url: text(2000, 1) }),
          file_upload: object({ id }),
          ...(type === 'file' ? { name: text(100, 1) } : {}),
        },
      ),
    ]),
  ),
  code: object({}, { rich_text: richText, language, caption: richText }),
  equation: expression,
  divider: empty,
  breadcrumb: empty,
  tab: empty,
  table_of_contents: object({}, { color }),
  link_to_page: linkToPage,
  table_row: tableRow,
  ...Object.fromEntries(
    HEADINGS.map((type) => [type, object({ rich_text: richText }, { color, is_toggleable: flag })]),
  ),
  ...Object.fromEntries(
    ['bulleted_list_item', 'numbered_list_item', 'quote', 'toggle'].map((type) => [
      type,
      object({ rich_text: richText }, { color }),
    ]),
  ),
  paragraph: object({}, { rich_text: richText, color, icon: iconShape }),
  to_do: object({}, { rich_text: richText, color, checked: flag }),
  callout: object({}, { rich_text: richText, color, icon: iconShape }),
  template: object({ rich_text: richText }),
  synced_block: object({ synced_from: syncedFrom }),
  table: object({}, { has_column_header: flag, has_row_header: flag }),
  column: object({}, { width_ratio: number(0, 1) }),
};

/** What `PATCH /blocks/{id}` takes. `legacy` allows `archived`, which is gone since 2026-03-11. */
export function checkBlockUpdate(value: unknown, legacy: boolean): void {
  const switches = { in_trash: flag, ...(legacy ? { archived: flag } : {}) };
  const plain = object({}, { ...switches, type: text() });
  const typed = isObject(value) && Object.keys(update).some((key) => value[key] !== undefined);
  check(typed ? variant(update, switches) : plain, value);
}

const after = object({ type: literal('after_block'), after_block: object({ id }) });
const place = (...types: string[]) => anyOf(...types.map((type) => object({ type: literal(type) })), after);
export const blockPosition = place('start', 'end');
export const pagePosition = place('page_start', 'page_end');
