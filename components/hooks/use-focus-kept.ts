import { useEffect, useRef } from 'preact/hooks';

/**
 * For an element with `tabIndex={-1}` whose buttons change with `state`: one that was clicked may be gone in the next state, and
 * the element then takes the focus, so that Tab goes on from there.
 */
export function useFocusKept<E extends HTMLElement>(state: string) {
  const line = useRef<E>(null);
  const inside = useRef(false);
  useEffect(() => {
    const element = line.current;
    if (!element) return undefined;
    const enter = () => (inside.current = true);
    const leave = (event: FocusEvent) => (inside.current = event.relatedTarget === null && inside.current);
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
    };
  }, []);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) line.current?.focus();
  }, [state]);
  return line;
}
