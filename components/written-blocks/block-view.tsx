/** Blocks of an answer as they look in Notion: quiet, and nothing in them can be clicked or loads from an address. */
import type { ComponentChildren } from 'preact';

import type { NotionBlock } from '../../lib/markdown/block-types.ts';
import {
  bodyOf,
  childBlocksOf,
  listOf,
  readRuns,
  textOf,
  type ReadableBlock,
} from '../../lib/markdown/read-rich-text.ts';
import './written-blocks.css';

/** Blocks one below the other; items of a list that follow each other make one list. */
export function Blocks({ blocks }: { readonly blocks: readonly (NotionBlock | ReadableBlock)[] }) {
  return (
    <>
      {grouped(blocks).map((group, at) =>
        group.list ? (
          <group.list key={at}>
            {group.blocks.map((block, index) => (
              <li key={index} class={block.type === 'to_do' ? 'written-todo' : undefined}>
                {block.type === 'to_do' && <TodoMark isDone={bodyOf(block)['checked'] === true} />}
                <div>
                  <Text of={block} />
                  <Blocks blocks={childBlocksOf(block)} />
                </div>
              </li>
            ))}
          </group.list>
        ) : (
          group.blocks.map((block, index) => <Block key={`${at}.${index}`} block={block} />)
        ),
      )}
    </>
  );
}

interface Group {
  readonly list: 'ul' | 'ol' | undefined;
  readonly blocks: ReadableBlock[];
}

const LISTS: Readonly<Record<string, 'ul' | 'ol'>> = {
  bulleted_list_item: 'ul',
  to_do: 'ul',
  numbered_list_item: 'ol',
};

function grouped(blocks: readonly (NotionBlock | ReadableBlock)[]): readonly Group[] {
  const groups: Group[] = [];
  for (const block of blocks as readonly ReadableBlock[]) {
    const list = LISTS[block.type];
    const last = groups.at(-1);
    if (last && list && last.blocks[0]?.type === block.type) last.blocks.push(block);
    else groups.push({ list, blocks: [block] });
  }
  return groups;
}

/** Headings of an answer are no headings of this view: readers would lose their way among ours. */
const HEADINGS: Readonly<Record<string, string>> = {
  heading_1: 'written-h1',
  heading_2: 'written-h2',
  heading_3: 'written-h3',
  heading_4: 'written-h3',
};

function Block({ block }: { readonly block: ReadableBlock }) {
  const heading = HEADINGS[block.type];
  const body = bodyOf(block);
  const below = <Blocks blocks={childBlocksOf(block)} />;
  if (heading) return <p class={heading}>{<Text of={block} />}</p>;
  switch (block.type) {
    case 'divider':
      return <hr />;
    case 'equation':
      return <p class="written-code">{textOf(body['expression'])}</p>;
    case 'code':
      return (
        <pre class="written-code">
          <Text of={block} />
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Text of={block} />
          {below}
        </blockquote>
      );
    case 'callout':
      return (
        <div class="written-callout">
          <span aria-hidden="true">{textOf((body['icon'] as { emoji?: unknown } | undefined)?.emoji)}</span>
          <div>
            <Text of={block} />
            {below}
          </div>
        </div>
      );
    case 'table':
      return <Rows rows={childBlocksOf(block)} hasHead={body['has_column_header'] === true} />;
    default:
      return (
        <div class="written-paragraph">
          <Text of={block} />
          {below}
        </div>
      );
  }
}

function Rows({ rows, hasHead }: { readonly rows: readonly ReadableBlock[]; readonly hasHead: boolean }) {
  return (
    <div class="written-table">
      <table>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} class={hasHead && at === 0 ? 'written-head' : undefined}>
              {listOf(bodyOf(row)['cells']).map((cell, index) => (
                <td key={index}>
                  <Runs runs={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TodoMark({ isDone }: { readonly isDone: boolean }) {
  return <span aria-hidden="true">{isDone ? '☑' : '☐'}</span>;
}

function Text({ of }: { readonly of: ReadableBlock }) {
  return <Runs runs={bodyOf(of)['rich_text']} />;
}

function Runs({ runs }: { readonly runs: unknown }) {
  return (
    <span dir="auto">
      {readRuns(runs).map((run, at) => {
        let shown: ComponentChildren = run.text;
        if (run.code || run.kind === 'equation') shown = <code>{shown}</code>;
        if (run.bold) shown = <strong>{shown}</strong>;
        if (run.italic) shown = <em>{shown}</em>;
        if (run.strikethrough) shown = <s>{shown}</s>;
        return <span key={at}>{shown}</span>;
      })}
    </span>
  );
}
