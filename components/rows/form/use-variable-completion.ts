import { useEffect, useId, useRef, useState } from 'preact/hooks';

import { findOpenVariable, insertName, matchingNames } from './variable-completion.ts';

export interface VariableCompletion {
  readonly listId: string;
  readonly area: { current: HTMLTextAreaElement | HTMLInputElement | null };
  /** Empty: nothing is offered. */
  readonly names: readonly string[];
  readonly active: number;
  /** For the field: which list belongs to it, and which entry is meant. */
  readonly attributes: Readonly<Record<string, string>>;
  /** True: the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  readonly insert: (name: string) => void;
  /** The caret may have moved. */
  readonly look: () => void;
  readonly close: () => void;
}

/** The listbox pattern on a field that keeps the focus: arrows move, Enter and Tab put in, Escape closes. */
export function useVariableCompletion(
  value: string,
  offered: readonly string[],
  onInput: (value: string) => void,
): VariableCompletion {
  const listId = useId();
  const area = useRef<HTMLTextAreaElement | HTMLInputElement>(null);
  const [caret, setCaret] = useState<number | undefined>();
  const [active, setActive] = useState(0);
  const nextCaret = useRef<number | undefined>(undefined);
  const open = caret === undefined ? undefined : findOpenVariable(value, caret, offered);
  const names = open ? matchingNames(offered, open.typed) : [];
  const at = Math.min(active, names.length - 1);
  useEffect(() => {
    if (nextCaret.current === undefined) return;
    area.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  }, [value]);
  const close = () => setCaret(undefined);
  const insert = (name: string) => {
    if (!open || caret === undefined) return;
    const next = insertName(value, caret, open, name, offered);
    nextCaret.current = next.caret;
    close();
    onInput(next.text);
  };
  const look = () => {
    const field = area.current;
    const now = field && field.selectionStart === field.selectionEnd ? (field.selectionStart ?? undefined) : undefined;
    setCaret(now);
    setActive(0);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (names.length === 0 || event.isComposing || event.ctrlKey || event.metaKey) return false;
    const name = names[at];
    if (event.key === 'ArrowDown') setActive((at + 1) % names.length);
    else if (event.key === 'ArrowUp') setActive((at - 1 + names.length) % names.length);
    else if (event.key === 'Escape') close();
    else if ((event.key === 'Enter' || event.key === 'Tab') && name !== undefined) insert(name);
    else return false;
    event.preventDefault();
    return true;
  };
  const attributes: Record<string, string> = {
    'aria-autocomplete': 'list',
    ...(names.length > 0 && { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${at}` }),
  };
  return { listId, area, names, active: at, attributes, onKeyDown, insert, look, close };
}
