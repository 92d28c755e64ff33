import './written-text.css';

interface WrittenTextProps {
  /** The region's accessible name. */
  readonly name: string;
  readonly text: string;
}

/** A text that a model wrote, as it came, in a box that scrolls. */
export function WrittenText({ name, text }: WrittenTextProps) {
  return (
    <div class="written" role="region" aria-label={name} tabIndex={0}>
      {text}
    </div>
  );
}
