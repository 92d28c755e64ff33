import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Least milliseconds between two announcements of the same kind, so that a screen reader can finish its sentence. */
const CALM_MS = 5_000;

interface StatusRegionProps {
  /** What is said. */
  readonly text: string;
  /** A change of it (a new state) is said at once; a change of the text alone waits its turn. */
  readonly kind?: string;
  readonly hidden?: boolean;
}

/** A live region that is always there and speaks politely. */
export function StatusRegion({ text, kind = '', hidden }: StatusRegionProps) {
  const [said, setSaid] = useState({ text, kind, at: 0 });
  useEffect(() => {
    if (said.text === text && said.kind === kind) return undefined;
    const speak = () => setSaid({ text, kind, at: performance.now() });
    const wait = said.kind === kind ? Math.max(0, said.at + CALM_MS - performance.now()) : 0;
    if (wait === 0) {
      speak();
      return undefined;
    }
    const timer = setTimeout(speak, wait);
    return () => clearTimeout(timer);
  }, [text, kind, said]);
  return (
    <div role="status" class={hidden ? 'visually-hidden' : ''}>
      {said.text}
    </div>
  );
}

interface StatusBoxProps {
  readonly children?: ComponentChildren;
}

/** A live region for results that come one by one: stays mounted while empty, so that the first one is announced. */
export function StatusBox({ children }: StatusBoxProps) {
  return <div role="status">{children}</div>;
}
