import './feedback.css';

interface ProgressBarProps {
  readonly name: string;
  /** Absent: how much is left is not known. */
  readonly value?: number;
  readonly max?: number;
}

/** A native progress element: it has `role="progressbar"` by itself. */
export function ProgressBar({ name, value, max = 100 }: ProgressBarProps) {
  return <progress class="progress" aria-label={name} max={max} {...(value !== undefined && { value })} />;
}
