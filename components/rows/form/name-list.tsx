import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../i18n/translate.ts';
import type { VariableCompletion } from './use-variable-completion.ts';
import '../../ui/overlays.css';
import '../rows.css';

/** What `{{` offers below the field that it is typed in. */
export function NameList({ completion }: { readonly completion: VariableCompletion }) {
  const { listId, names, active, insert } = completion;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <>
      {names.length > 0 && (
        <ul ref={list} id={listId} class="listbox rows-names" role="listbox" aria-label={t('rows.variables')}>
          {names.map((name, index) => (
            <li
              key={name}
              id={`${listId}-${index}`}
              class="listbox-option"
              role="option"
              aria-selected={index === active}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => insert(name)}
            >
              {name}
            </li>
          ))}
        </ul>
      )}
      <span class="visually-hidden" aria-live="polite">
        {names.length > 0 ? t('rows.variables.count', { count: names.length }) : ''}
      </span>
    </>
  );
}
