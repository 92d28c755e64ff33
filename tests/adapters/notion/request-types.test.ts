/** What Visen sends, held against the types of Notion's own SDK: a body that Notion does not describe does not compile here. */
import type { Client } from '@notionhq/client';
import { expect, it } from 'vitest';
import type { RequestBlock } from '../../../lib/markdown/block-types.ts';
import { planAppends } from '../../../lib/markdown/plan-appends.ts';

type Append = Parameters<Client['blocks']['children']['append']>[0];

it('blocks of a request are those that the SDK describes', () => {
  const blocks: readonly RequestBlock[] = planAppends([
    { type: 'heading_4', heading_4: { rich_text: [{ type: 'text', text: { content: 'Small' } }] } },
  ])[0]!.blocks;
  const described: Append['children'] = [...blocks];
  expect(described).toHaveLength(1);
});
