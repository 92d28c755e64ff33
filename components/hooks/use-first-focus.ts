import { useEffect, useState } from 'preact/hooks';

/** Gives a field the focus as it comes, unless a person has put it elsewhere by then. */
export function useFirstFocus(field: { readonly current: HTMLElement | null }, isWanted = true): void {
  const [isFirst] = useState(isWanted);
  useEffect(() => {
    const { activeElement } = document;
    const isFree = activeElement === null || activeElement === document.body || !activeElement.matches(TAKEN);
    if (isFirst && isFree) field.current?.focus();
  }, [field, isFirst]);
}

/** Gives a field the focus as it comes, wherever it is by then: a dialog that opens has given it to its first button. */
export function useFocusOnMount(id: string, isWanted = false): void {
  const [isFirst] = useState(isWanted);
  useEffect(() => {
    if (isFirst) document.getElementById(id)?.focus();
  }, [id, isFirst]);
}

const TAKEN = 'input, select, textarea, main button, main summary, [role="menuitem"]';
