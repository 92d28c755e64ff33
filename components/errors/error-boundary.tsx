import { Component, type ComponentChildren, type VNode } from 'preact';

import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface ErrorBoundaryProps {
  /** What is shown instead; by default a notice with what failed. */
  readonly fallback?: (broken: Broken) => VNode;
  readonly children: ComponentChildren;
}

export interface Broken {
  /** The kind of the error and where it was thrown, without its message: that could hold a person's text. */
  readonly line: string;
  readonly retry: () => void;
}

interface State {
  readonly line?: string;
}

/** Keeps what one part throws while it is drawn from taking the rest of the surface away. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = {};

  static override getDerivedStateFromError(error: unknown): State {
    return { line: diagnosticsLine(error) };
  }

  override render() {
    const { line } = this.state;
    if (line === undefined) return this.props.children;
    const broken: Broken = { line, retry: () => this.setState({ line: undefined } as unknown as State) };
    return this.props.fallback ? this.props.fallback(broken) : <BrokenPart {...broken} />;
  }
}

/** A view that could not be drawn. */
export function BrokenPart({ line, retry }: Broken) {
  return (
    <Notice
      kind="error"
      actions={
        <Button size="small" onClick={retry}>
          {t('cure.retry')}
        </Button>
      }
    >
      <p>{t('broken.view')}</p>
      <code class="small">{line}</code>
    </Notice>
  );
}

/** Such as `RangeError at format.ts:12`; the message stays out. */
export function diagnosticsLine(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = /([\w.-]+\.(?:tsx?|js)):(\d+)(?::(\d+))?/u.exec(error.stack?.replace(error.message, '') ?? '');
  return frame ? `${error.name} at ${frame[1]}:${frame[2]}${frame[3] ? `:${frame[3]}` : ''}` : error.name;
}
