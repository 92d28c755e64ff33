import { useEffect } from 'preact/hooks';

/** Gives a field the focus as it comes, unless a person has put it elsewhere by then. */
export function useFirstFocus(field: { readonly current: HTMLElement | null }, isWanted = true): void {
  useEffect(() => {
    const { activeElement } = document;
    const isFree = activeElement === null || activeElement === document.body || !activeElement.matches(TAKEN);
    if (isWanted && isFree) field.current?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, as it comes
  }, []);
}

const TAKEN = 'input, select, textarea, main button, main summary, [role="menuitem"]';
