import { describe, expect, expectTypeOf, it } from 'vitest';
import type { BlockObjectRequest } from '@notionhq/client';
import type { CodeLanguage } from '../../../lib/markdown/code-language.ts';
import { childrenOf, type NotionBlock, type RequestBlock } from '../../../lib/markdown/block-types.ts';

type CodeRequest = Extract<BlockObjectRequest, { code: unknown }>['code'];

describe('our block types', () => {
  it('are what the SDK takes for an append request', () => {
    expectTypeOf<RequestBlock>().toExtend<BlockObjectRequest>();
    expectTypeOf<RequestBlock>().toExtend<NotionBlock>();
  });

  it('do not let a tree of any depth pass for one request', () => {
    expectTypeOf<NotionBlock[]>().not.toExtend<RequestBlock[]>();
  });

  it('name exactly the code languages of Notion', () => {
    expectTypeOf<CodeLanguage>().toExtend<CodeRequest['language']>();
    expectTypeOf<CodeRequest['language']>().toExtend<CodeLanguage>();
  });

  it('give the rows of a table and the children of a block alike', () => {
    const row: NotionBlock = { type: 'table_row', table_row: { cells: [[]] } };
    const table: NotionBlock = {
      type: 'table',
      table: { table_width: 1, has_column_header: true, has_row_header: false, children: [row] },
    };
    expect(childrenOf(table)).toEqual([row]);
    expect(childrenOf({ type: 'toggle', toggle: { rich_text: [], children: [table] } })).toEqual([table]);
    expect(childrenOf(row)).toEqual([]);
  });
});
