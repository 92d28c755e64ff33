import type { ComponentChildren } from 'preact';

import './controls.css';

interface DisclosureProps {
  readonly summary: string;
  readonly children: ComponentChildren;
  readonly open?: boolean;
  /** At the end of the same line: what is set. */
  readonly aside?: string;
}

/** Native details: closed at first, found by the browser's own text search. */
export function Disclosure({ summary, children, open, aside }: DisclosureProps) {
  return (
    <details class="disclosure" {...(open && { open: true })}>
      <summary {...(aside !== undefined && { 'aria-description': aside })}>
        <span>{summary}</span>
        {aside !== undefined && (
          <span class="disclosure-aside" aria-hidden="true">
            {aside}
          </span>
        )}
      </summary>
      <div class="disclosure-body">{children}</div>
    </details>
  );
}
