import type { ComponentChildren } from 'preact';

interface ViewHeaderProps {
  readonly title: string;
  readonly lead?: string;
  /** Buttons and links at the end of the line. */
  readonly children?: ComponentChildren;
}

/** The one `h1` of a view; it takes the focus after a move. */
export function ViewHeader({ title, lead, children }: ViewHeaderProps) {
  return (
    <header class="view-header">
      <div class="row-spread">
        <h1 tabIndex={-1}>{title}</h1>
        {children && <div class="row">{children}</div>}
      </div>
      {lead && <p class="soft">{lead}</p>}
    </header>
  );
}
