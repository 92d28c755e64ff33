import type { Context, Endpoint } from '../context.ts';
import { need, sees } from '../context.ts';
import { asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { AnyRecord } from '../model.ts';
import { dataSourceAnswer, pageAnswer } from '../object-answers.ts';
import { listAnswer, pageOf } from '../paging.ts';
import { anyOf, check, flag, literal, nullable, number, object, text } from '../shape.ts';

const body = object(
  {},
  {
    query: text(),
    filter: anyOf(
      object({ property: literal('object'), value: literal('page', 'data_source') }, { in_trash: flag }),
      object({ in_trash: flag }),
    ),
    sort: anyOf(
      object({ timestamp: literal('last_edited_time'), direction: literal('ascending', 'descending') }),
      object({ property: literal('relevance') }),
    ),
    start_cursor: nullable(text()),
    page_size: number(1, 100),
  },
);

/** Title search over pages and data sources; databases are never found. https://developers.notion.com/reference/post-search */
export const search: Endpoint = (context) => {
  need(context, 'read');
  const request = check<JsonObject>(body, context.body ?? {});
  const filter = asObject(request.filter);
  const words = asString(request.query).toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...context.world.records.values()].filter((record) => {
    if (record.kind !== 'page' && record.kind !== 'data_source') return false;
    if (filter.value !== undefined && record.kind !== filter.value) return false;
    if (context.world.isTrashed(record.id) !== (filter.in_trash === true)) return false;
    if (!sees(context, record.id) || !isIndexed(context, record)) return false;
    const title = context.world.titleOf(record.id).toLowerCase();
    return words.every((word) => title.includes(word));
  });
  const direction = asObject(request.sort).direction === 'ascending' ? 1 : -1;
  found.sort((a, b) => direction * (a.editedTime - b.editedTime || a.order - b.order));
  const page = pageOf(found, request);
  const items = page.items.map((record) =>
    record.kind === 'page' ? pageAnswer(context, record) : dataSourceAnswer(context, record.id),
  );
  return { body: listAnswer('page_or_data_source', { ...page, items }) };
};

/** The index lags behind; what was shared directly is always found. */
function isIndexed(context: Context, record: AnyRecord): boolean {
  const holder = record.parent.type === 'workspace' ? '' : record.parent.id;
  if (context.token.shared.has(record.id) || (record.kind === 'data_source' && context.token.shared.has(holder)))
    return true;
  return context.world.now() - record.createdTime >= context.settings.searchLag;
}
