import { useLayoutEffect, useRef } from 'preact/hooks';

import { placesOfVariables } from '../../../lib/prompt/variables.ts';
import './variable-marks.css';

/** A longer prompt is typed without marks: each key would lay all of it out twice. */
const LONGEST = 20_000;

interface VariableMarksProps {
  readonly area: { readonly current: HTMLTextAreaElement | HTMLInputElement | null };
  readonly text: string;
  /** Of the columns. */
  readonly names: readonly string[];
}

/** The same words behind those of the prompt's field, unseen but for a tint under each `{{…}}`. */
export function VariableMarks({ area, text, names }: VariableMarksProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const field = area.current;
    const marks = box.current;
    if (!field || !marks) return undefined;
    // Not with each key, which would lay the page out twice: as the browser has measured it, before it paints.
    const follow = () => {
      // A scroll bar takes its width from the words.
      marks.style.width = `${field.clientWidth + field.clientLeft * 2}px`;
      marks.scrollTop = field.scrollTop;
    };
    const watch = new ResizeObserver(follow);
    watch.observe(field);
    field.addEventListener('scroll', follow, { passive: true });
    return () => {
      watch.disconnect();
      field.removeEventListener('scroll', follow);
    };
  }, [area]);
  const pieces = text.length > LONGEST ? [] : piecesOf(text, names);
  return (
    <div ref={box} class="variable-marks" aria-hidden="true">
      {pieces.map(({ piece, isVariable }, at) => (isVariable ? <mark key={at}>{piece}</mark> : piece))}
      {/* A last line that is empty has its height too. */}
      {'\n'}
    </div>
  );
}

function piecesOf(text: string, names: readonly string[]) {
  const pieces: { readonly piece: string; readonly isVariable: boolean }[] = [];
  let from = 0;
  for (const { start, end } of placesOfVariables(text, names)) {
    pieces.push(
      { piece: text.slice(from, start), isVariable: false },
      { piece: text.slice(start, end), isVariable: true },
    );
    from = end;
  }
  return [...pieces, { piece: text.slice(from), isVariable: false }];
}
