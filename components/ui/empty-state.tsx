import type { ComponentChildren } from 'preact';

import './feedback.css';

interface EmptyStateProps {
  /** Why there is nothing, and the next step. */
  readonly text: string;
  readonly children?: ComponentChildren;
}

export function EmptyState({ text, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <p class="empty-text">{text}</p>
      {children}
    </div>
  );
}
