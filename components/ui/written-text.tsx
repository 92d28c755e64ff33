import { useEffect, useRef } from 'preact/hooks';

import './written-text.css';

interface WrittenTextProps {
  /** The region's accessible name. */
  readonly name: string;
  readonly text: string;
  /** It grows: its end stays in sight. */
  readonly streaming?: boolean;
}

/** A text that a model wrote, in a box that scrolls. */
export function WrittenText({ name, text, streaming }: WrittenTextProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (streaming && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text, streaming]);
  return (
    <div ref={box} class="written" role="region" aria-label={name} tabIndex={0}>
      {text}
    </div>
  );
}
