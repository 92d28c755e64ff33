/** Everything that changes something in Notion. */
import type { Client } from '@notionhq/client';
import { fingerprintRequest, fingerprintResponse } from '../../markdown/block-fingerprint.ts';
import type { NotionBlock } from '../../markdown/block-types.ts';
import type { ReadableBlock } from '../../markdown/read-rich-text.ts';
import type { BlockObjectResponse, PageObjectResponse } from '../../notion/api-types.ts';
import type { AppendPosition, CreateParent, NotionWorkspace } from '../../notion/workspace.ts';
import { AppError } from '../../shared/app-error.ts';
import { getPage, read } from './notion-reads.ts';
import { readObject, unreadable } from './read-answer.ts';
import type { SendRequest } from './send-request.ts';

type CreatePage = Parameters<Client['pages']['create']>[0];
type CreateDatabase = Parameters<Client['databases']['create']>[0];
type UpdatePage = Parameters<Client['pages']['update']>[0];
type UpdateSource = Parameters<Client['dataSources']['update']>[0];
type Append = Parameters<Client['blocks']['children']['append']>[0];

export function writingBlocks(send: SendRequest) {
  return {
    appendChildren: (parentId, blocks, position, signal) =>
      send({
        write: true,
        signal,
        run: (client) =>
          client.blocks.children.append({
            block_id: parentId,
            children: blocks as Append['children'],
            position: convertPosition(position),
          }),
        read: (answer, mayBeResent) => ({ blockIds: readNewBlocks(answer['results'], blocks), mayBeResent }),
        adopt: ({ childIds }) => (childIds.length === blocks.length ? { blockIds: childIds } : undefined),
      }),
    async setBlockTrashed(blockId, trashed, signal) {
      try {
        return await send({
          write: true,
          signal,
          run: (client) =>
            trashed
              ? client.blocks.delete({ block_id: blockId })
              : client.request({ path: `blocks/${blockId}`, method: 'patch', body: { in_trash: false } }),
          read: readWholeBlock,
        });
      } catch (error) {
        // Already in the trash, itself or with what holds it: that is what was asked for.
        if (!(trashed && error instanceof AppError && error.code === 'notion-trashed')) throw error;
        return undefined;
      }
    },
  } satisfies Partial<NotionWorkspace>;
}

/** Without the capability to read content the answer holds no more than an id. */
function readWholeBlock(answer: Record<string, unknown>): BlockObjectResponse | undefined {
  const isWhole = answer['object'] === 'block' && typeof answer['type'] === 'string';
  return isWhole ? (answer as unknown as BlockObjectResponse) : undefined;
}

/**
 * Ids of the blocks that were sent. The answer begins with them; behind a block, the siblings that follow come after them, without a
 * mark (seen in answers of the live API). An answer that does not begin with blocks of the types that were sent settles nothing,
 * nor does one whose first blocks say something else while later ones say what was sent.
 */
function readNewBlocks(results: unknown, sent: readonly NotionBlock[]): readonly string[] {
  const answered: readonly unknown[] = Array.isArray(results) ? (results as unknown[]) : [];
  const first = answered.slice(0, sent.length).filter(isBlock);
  const ids = first.map(({ id }) => id);
  // Without the capability to read content Notion answers ids alone.
  const isBare = answered.length === sent.length && first.every(({ type }) => type === undefined);
  const isTyped = first.every(({ type }, index) => type === sent[index]?.type);
  if (first.length < sent.length || !(isBare || isTyped)) throw unreadable(true);
  // Notion respells some content (a mention, an icon that it adds), so a difference alone means nothing.
  if (isBare || says(first, sent) || !isFurtherOn(answered, sent)) return ids;
  throw unreadable(true);
}

type AnsweredBlock = Record<string, unknown> & { readonly id: string; readonly type?: string };

const isBlock = (block: unknown): block is AnsweredBlock =>
  typeof block === 'object' && block !== null && typeof (block as { id?: unknown }).id === 'string';

const says = (blocks: readonly AnsweredBlock[], sent: readonly NotionBlock[]): boolean =>
  blocks.length === sent.length &&
  sent.every((one, index) => {
    const block = blocks[index];
    return block?.type === one.type && fingerprintResponse(block as ReadableBlock) === fingerprintRequest(one);
  });

const isFurtherOn = (answered: readonly unknown[], sent: readonly NotionBlock[]): boolean =>
  answered.some((_, from) => says(answered.slice(from, from + sent.length).filter(isBlock), sent));

function convertPosition(position: AppendPosition): NonNullable<Append['position']> {
  return position.type === 'after' ? { type: 'after_block', after_block: { id: position.blockId } } : position;
}

function convertParent(parent: CreateParent) {
  if ('pageId' in parent) return { type: 'page_id' as const, page_id: parent.pageId };
  if ('dataSourceId' in parent) return { type: 'data_source_id' as const, data_source_id: parent.dataSourceId };
  return { type: 'workspace' as const, workspace: true as const };
}

export function writingPages(send: SendRequest) {
  return {
    createPage: ({ parent, properties, children, templateId }, signal) =>
      send({
        write: true,
        signal,
        run: (client) =>
          client.pages.create({
            parent: convertParent(parent),
            properties,
            ...(children && children.length > 0 && { children }),
            ...(templateId !== undefined && { template: { type: 'template_id', template_id: templateId } }),
          } as CreatePage),
        read: readObject<PageObjectResponse>('page', 'properties', true),
        adopt: ({ id }) => getPage(send, id, signal),
      }),
    updatePage: (id, { properties, trashed }, signal) =>
      send({
        write: true,
        signal,
        run: (client) =>
          client.pages.update({
            page_id: id,
            ...(properties && { properties }),
            ...(trashed !== undefined && { in_trash: trashed }),
          } as UpdatePage),
        read: readObject<PageObjectResponse>('page', 'properties', true),
      }),
    createDatabase: ({ parent, title, properties, icon }, signal) =>
      send({
        write: true,
        signal,
        run: (client) =>
          client.databases.create({
            parent: convertParent(parent),
            title: [{ type: 'text', text: { content: title } }],
            initial_data_source: { properties },
            ...(icon !== undefined && { icon: { type: 'emoji', emoji: icon } }),
          } as CreateDatabase),
        read: readObject('database', 'title', true),
        adopt: ({ id }) =>
          read(
            send,
            signal,
            (client) => client.databases.retrieve({ database_id: id }),
            readObject('database', 'title', false),
          ),
      }),
    updateDataSource: (id, { properties }, signal) =>
      send({
        write: true,
        signal,
        run: (client) => client.dataSources.update({ data_source_id: id, properties } as UpdateSource),
        read: readObject('data_source', 'properties', true),
      }),
  } satisfies Partial<NotionWorkspace>;
}
