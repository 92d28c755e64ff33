import { options } from 'preact';
import type { VNode } from 'preact';

import { neutralText } from '../../lib/shared/neutral-text.ts';

/** Attributes that are read or shown; `value` is the person's own and stays as it is. */
const SHOWN = ['title', 'aria-label', 'placeholder', 'alt', 'label'] as const;

/**
 * From now on no text that a surface draws reorders what stands beside it, wherever it comes from: titles, names of models, values and
 * answers pass here, however many components there are.
 */
export function neutralizeText(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    if (typeof vnode.type === 'string') neutralizeProps(vnode as VNode<Record<string, unknown>>);
    before?.(vnode);
  };
}

function neutralizeProps({ props }: VNode<Record<string, unknown>>): void {
  const shown = props as Record<string, unknown>;
  if ('children' in shown) shown['children'] = neutralChildren(shown['children']);
  for (const name of SHOWN) {
    const value = shown[name];
    if (typeof value === 'string') shown[name] = neutralText(value);
  }
}

function neutralChildren(children: unknown): unknown {
  if (typeof children === 'string') return neutralText(children);
  return Array.isArray(children) ? children.map(neutralChildren) : children;
}
