import type { ComponentChildren } from 'preact';

import './facts.css';

export type Fact = readonly [label: string, value: ComponentChildren];

/** Names and what they are, one a line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label} class="fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
