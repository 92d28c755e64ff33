import { useEffect, useState } from 'preact/hooks';

import type { CommandResponse } from '../../../lib/messaging/protocol.ts';
import { FailureNotice } from '../../errors/failure-notice.tsx';
import { useClient } from '../../hooks/client-context.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { likelyFirst, namedClearly } from './likely-people.ts';

export type ChosenPeople = CommandResponse<'database.people'>['people'];

interface PeopleChooserProps {
  readonly dataSourceId: string;
  /** The names that the answer gave, and those of them that are not clear. */
  readonly text: string;
  readonly unclear: readonly string[];
  /** What the button says that takes them over. */
  readonly word: string;
  readonly onChoose: (people: ChosenPeople) => void;
  readonly onCancel: () => void;
}

/** More are found by their name. */
const MOST_SHOWN = 50;

/** Everybody who can stand in the cell, those first whom the answer may have meant. */
export function PeopleChooser({ dataSourceId, text, unclear, word, onChoose, onCancel }: PeopleChooserProps) {
  const client = useClient();
  const [people, setPeople] = useState<ChosenPeople | undefined>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [search, setSearch] = useState('');
  const reading = useAction(async () => {
    const found = (await client.call('database.people', { dataSourceId })).people;
    setPeople(likelyFirst(found, unclear));
    setChosen(new Set(namedClearly(found, text, unclear).map(({ id }) => id)));
  });
  const { run: read } = reading;
  useEffect(() => read(), [read]);
  if (reading.failure) return <FailureNotice failure={reading.failure} onRetry={read} />;
  if (!people) return <Spinner text={t('rows.people.loading')} />;
  const wanted = search.trim().toLowerCase();
  const found = people.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MOST_SHOWN);
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <TextField label={t('rows.people.search')} value={search} onInput={setSearch} autoFocus />
      <div class="whole-people">
        {found.map(({ id, name }) => (
          <Checkbox key={id} label={name} checked={chosen.has(id)} onChange={(isChosen) => toggle(id, isChosen)} />
        ))}
        {found.length === 0 && <p class="soft">{t('rows.people.none')}</p>}
      </div>
      <div class="row">
        <Button
          look="primary"
          size="small"
          disabled={chosen.size === 0}
          onClick={() => onChoose(people.filter(({ id }) => chosen.has(id)))}
        >
          {word}
        </Button>
        <Button size="small" onClick={onCancel}>
          {t('dialog.cancel')}
        </Button>
      </div>
    </>
  );
}
