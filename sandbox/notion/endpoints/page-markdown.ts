import { invalid, notFound } from '../api-error.ts';
import type { Context, Endpoint } from '../context.ts';
import type { Answer } from '../answer.ts';
import { find, need, needLive, pathId } from '../context.ts';
import { asArray, asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { MarkdownVersion } from '../markdown-inline.ts';
import { writeMarkdown } from '../markdown-write.ts';
import type { PageRecord } from '../model.ts';
import { insertMarkdown, replaceBody, treeOf, unknownIds } from '../page-content.ts';
import { anyOf, check, flag, list, literal, object, text, variant } from '../shape.ts';

const MAX_RECORDS = 20_000;

const versionOf = (value: unknown): MarkdownVersion => (value === 'v2' ? 'v2' : 'v1');

/** https://developers.notion.com/reference/retrieve-page-markdown: also takes a block's id, for what was cut. */
export const getMarkdown: Endpoint = (context) => {
  need(context, 'read');
  const record = find(context, 'block', pathId(context, 'page_id'));
  if (record.kind === 'database') throw invalid(`Provided ID ${record.id} is a database, not a page.`);
  return { body: answer(context, record.id, versionOf(context.query.get('markdown_version'))) };
};

function answer(context: Context, id: string, version: MarkdownVersion): JsonObject {
  const record = context.world.block(id);
  const below = treeOf(context.world, id);
  const tree = record
    ? [{ id, pageId: context.world.screenOf(id), type: record.type, content: record.content, children: below }]
    : below;
  const truncated = tree.length > MAX_RECORDS;
  const shown = truncated ? tree.slice(0, MAX_RECORDS) : tree;
  return {
    object: 'page_markdown',
    id,
    markdown: writeMarkdown(shown, version),
    truncated,
    unknown_block_ids: unknownIds(tree).slice(0, 100),
  };
}

const position = anyOf(object({ type: literal('start') }), object({ type: literal('end') }));
const commands = variant(
  {
    insert_content: object({ content: text() }, { after: text(), position }),
    replace_content: object({ new_str: text() }, { allow_deleting_content: flag }),
    update_content: object(
      { content_updates: list(object({ old_str: text(), new_str: text() }, { replace_all_matches: flag }), 100, 1) },
      { allow_deleting_content: flag },
    ),
    replace_content_range: object({ content: text(), content_range: text() }, { allow_deleting_content: flag }),
  },
  { allow_async: flag, markdown_version: literal('v1', 'v2') },
);

/** One of four commands; the answer is the whole page after it. https://developers.notion.com/reference/update-page-markdown */
export const updateMarkdown: Endpoint = (context) => {
  need(context, 'update');
  const id = pathId(context, 'page_id');
  const request = check<JsonObject>(commands, context.body ?? {});
  if (request.type === undefined) {
    throw invalid('body failed validation: body.type should be defined, instead was `undefined`.');
  }
  const page = find(context, 'block', id);
  if (page.kind !== 'page') throw invalid(`Provided ID ${id} is not a page.`);
  needLive(context, page.id);
  const run = () => apply(context, page, request);
  if (request.allow_async !== true) return run();
  const created = new Date(context.world.now()).toISOString();
  const name = 'PATCH /v1/pages/:page_id/markdown';
  return { status: 202, body: context.tasks.add(context.world.newId(), created, name, run) };
};

function apply(context: Context, page: PageRecord, request: JsonObject): Answer {
  const version = versionOf(request.markdown_version);
  const type = asString(request.type);
  const command = asObject(request[type]);
  if (type === 'insert_content') insert(context, page, command, version);
  else {
    const before = writeMarkdown(treeOf(context.world, page.id), version);
    replaceBody(context, page, edited(type, command, before), version, command.allow_deleting_content === true);
  }
  context.world.touch(page.id, context.actor);
  return { body: answer(context, page.id, version) };
}

function insert(context: Context, page: PageRecord, command: JsonObject, version: MarkdownVersion): void {
  const content = asString(command.content);
  if (command.after !== undefined && command.position !== undefined) {
    throw invalid('Only one of after and position can be provided.');
  }
  if (command.after === undefined) {
    const at = asObject(command.position).type === 'start' ? 'start' : 'end';
    return insertMarkdown(context, page, content, version, at);
  }
  const blocks = treeOf(context.world, page.id);
  const [from, to] = ends(asString(command.after));
  const shown = blocks.map((block) => writeMarkdown([block], version));
  const first = shown.findIndex((one) => one.includes(from));
  const last = shown.findIndex((one, index) => index >= first && one.includes(to));
  const after = first < 0 ? undefined : blocks[last];
  if (!after) throw invalid(`Could not find the selection "${asString(command.after)}" in the page.`);
  insertMarkdown(context, page, content, version, { after: after.id });
}

/** The two ends of a selection written as "start text...end text". */
function ends(selection: string): [from: string, to: string] {
  const [from = '', to = ''] = selection.split(/\.\.\.|…/);
  return [from.trim(), to.trim() === '' ? from.trim() : to.trim()];
}

/** The whole page's markdown after a replacing command. */
function edited(type: string, command: JsonObject, before: string): string {
  if (type === 'replace_content') return asString(command.new_str);
  if (type === 'replace_content_range') {
    const [from, to] = ends(asString(command.content_range));
    const start = before.indexOf(from);
    const stop = before.indexOf(to, Math.max(0, start));
    if (start < 0 || stop < 0)
      throw invalid(`Could not find the range "${asString(command.content_range)}" in the page.`);
    return before.slice(0, start) + asString(command.content) + before.slice(stop + to.length);
  }
  let content = before;
  for (const entry of asArray(command.content_updates)) {
    const update = asObject(entry);
    const old = asString(update.old_str);
    if (old === '') throw invalid('old_str must not be empty.');
    const parts = content.split(old);
    if (parts.length === 1) throw invalid(`Could not find old_str in the page content: "${old}".`);
    if (parts.length > 2 && update.replace_all_matches !== true) {
      throw invalid(`old_str matches ${parts.length - 1} times: "${old}". Make it unique, or set replace_all_matches.`);
    }
    content = parts.join(asString(update.new_str));
  }
  return content;
}

export const getTask: Endpoint = (context) => {
  const id = pathId(context, 'task_id');
  const task = context.tasks.poll(id, context.settings.taskPolls);
  if (!task) throw notFound('async_task', id, context.token.botName);
  return { body: task };
};
