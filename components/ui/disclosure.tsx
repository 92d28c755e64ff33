import type { ComponentChildren } from 'preact';

import './controls.css';

interface DisclosureProps {
  readonly summary: string;
  readonly children: ComponentChildren;
  readonly open?: boolean;
}

/** Native details: closed at first, found by the browser's own text search. */
export function Disclosure({ summary, children, open }: DisclosureProps) {
  return (
    <details class="disclosure" {...(open && { open: true })}>
      <summary>{summary}</summary>
      <div class="disclosure-body">{children}</div>
    </details>
  );
}
