import type { IconNode } from 'lucide';
import { h } from 'preact';

import './controls.css';

interface IconProps {
  /** One of lucide's icons: `import { Settings } from 'lucide'`. */
  readonly node: IconNode;
  /** CSS pixels; 16 beside text. */
  readonly size?: number;
}

/** A decorative icon: what it means must be said by the text or the name beside it. */
export function Icon({ node, size = 16 }: IconProps) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {node.map(([tag, attributes], index) => h(tag, { ...attributes, key: index }))}
    </svg>
  );
}
