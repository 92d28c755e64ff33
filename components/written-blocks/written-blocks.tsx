import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { convertMarkdownToBlocks } from '../../lib/markdown/convert-markdown-to-blocks.ts';
import { Blocks } from './block-view.tsx';
import './written-blocks.css';

interface WrittenBlocksProps {
  /** The region's accessible name. */
  readonly name: string;
  /** Markdown, whole or the end of it. */
  readonly text: string;
  /** It grows: its newest line stays in sight, unless a person scrolled up. */
  readonly streaming: boolean;
}

/** So near its end (px) a box counts as being there. */
const NEAR_PX = 24;

/** What a run wrote into a page, as blocks: by the parser that makes them for Notion. */
export function WrittenBlocks({ name, text, streaming }: WrittenBlocksProps) {
  const box = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const convert = useConverter();
  // No link of an answer can be clicked here: what Notion was given is in Notion.
  const blocks = useMemo(() => convert?.(text, { allowLink: () => false }), [convert, text]);
  useEffect(() => {
    if (box.current && streaming && isFollowing.current) box.current.scrollTop = box.current.scrollHeight;
  }, [blocks, text, streaming]);
  return (
    <div
      ref={box}
      class="run-text"
      role="region"
      aria-label={name}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isFollowing.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      }}
    >
      {blocks ? <Blocks blocks={blocks} /> : <div class="written-plain">{text}</div>}
    </div>
  );
}

type Convert = typeof convertMarkdownToBlocks;
let loaded: Convert | undefined;

/** The parser comes when the first text does: a surface that only asks for a prompt opens without it. */
function useConverter(): Convert | undefined {
  const [convert, setConvert] = useState<Convert | undefined>(() => loaded);
  useEffect(() => {
    if (convert) return;
    void import('../../lib/markdown/convert-markdown-to-blocks.ts').then((parser) => {
      loaded = parser.convertMarkdownToBlocks;
      setConvert(() => loaded);
    });
  }, [convert]);
  return convert;
}
