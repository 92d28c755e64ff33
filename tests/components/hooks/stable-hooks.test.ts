import { parseHTML } from 'linkedom';
import { h, render } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { afterEach, expect, it, vi } from 'vitest';

import { useEffectEvent } from '../../../components/hooks/use-effect-event.ts';
import { useStable } from '../../../components/hooks/use-stable.ts';

afterEach(() => vi.unstubAllGlobals());

/** Draws a component that uses the hook, again with each call. */
function stage<T>(useIt: (given: T) => void) {
  const { document } = parseHTML('<html><body><main></main></body></html>');
  vi.stubGlobal('document', document);
  const Screen = ({ given }: { readonly given: T }) => {
    useIt(given);
    return null;
  };
  return (given: T) => render(h(Screen, { given }), document.querySelector('main')!);
}

it('keeps one reference while the content of a value stays', () => {
  const seen: unknown[] = [];
  const draw = stage<{ readonly a: number } | undefined>((given) => seen.push(useStable(given)));
  draw({ a: 1 });
  draw({ a: 1 });
  draw({ a: 2 });
  draw(undefined);
  expect(seen).toEqual([{ a: 1 }, { a: 1 }, { a: 2 }, undefined]);
  expect(seen[1]).toBe(seen[0]);
});

it('keeps the first value of a key', () => {
  const seen: unknown[] = [];
  const draw = stage<{ readonly id: string; readonly title: string }>((given) => seen.push(useStable(given, given.id)));
  draw({ id: 'a', title: 'Old' });
  draw({ id: 'a', title: 'New' });
  draw({ id: 'b', title: 'Other' });
  expect(seen).toEqual([
    { id: 'a', title: 'Old' },
    { id: 'a', title: 'Old' },
    { id: 'b', title: 'Other' },
  ]);
});

it('calls the newest work of an effect that runs for another reason', () => {
  const told: string[] = [];
  const draw = stage<{ readonly on: number; readonly word: string }>(({ on, word }) => {
    const tell = useEffectEvent(() => void told.push(word));
    useLayoutEffect(() => tell(), [on]);
  });
  draw({ on: 1, word: 'first' });
  draw({ on: 1, word: 'second' });
  draw({ on: 2, word: 'third' });
  expect(told).toEqual(['first', 'third']);
});
