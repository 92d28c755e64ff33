import './feedback.css';

/** Work in progress, with the words that say what. */
export function Spinner({ text }: { readonly text: string }) {
  return (
    <div class="loading">
      <span class="spinner" aria-hidden="true" />
      <span>{text}</span>
    </div>
  );
}
