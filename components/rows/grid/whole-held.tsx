import { useState } from 'preact/hooks';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { canBeWritten, problemText, unclearNames } from '../../review/check-text.ts';
import { ReviewButtons } from '../../review/review-buttons.tsx';
import { Button } from '../../ui/button.tsx';
import type { CellContent } from './cell-content.ts';
import { type ChosenPeople, PeopleChooser } from './people-chooser.tsx';
import { Answer, AnswerField, isEditable } from './whole-answer.tsx';

interface WholeHeldProps {
  readonly content: CellContent;
  readonly property: PropertyView | undefined;
  readonly isEdited: boolean;
  readonly onWrite: (text?: string) => void;
  readonly onAgain: () => void;
  readonly dataSourceId: string;
  readonly onPeople: (people: ChosenPeople) => void;
}

/** An answer that a check holds back: why, and what can be made of it. */
export function WholeHeld({ content, property, isEdited, onWrite, onAgain, dataSourceId, onPeople }: WholeHeldProps) {
  const { text, problems = [] } = content;
  const unclear = unclearNames(problems);
  const hasText = canBeWritten({ after: text, problems });
  const canEdit = hasText && isEditable(property);
  const [isChoosing, setIsChoosing] = useState(isEdited && unclear.length > 0);
  const [typed, setTyped] = useState<string | undefined>(isEdited && canEdit ? text : undefined);
  return (
    <>
      {typed === undefined ? (
        <Answer text={text} property={property} />
      ) : (
        <AnswerField text={typed} property={property} onInput={setTyped} />
      )}
      <ul class="whole-problems soft">
        {problems.map((problem) => (
          <li key={problem.check + (problem.text ?? '')}>{problemText(problem)}</li>
        ))}
      </ul>
      {isChoosing && (
        <PeopleChooser
          {...{ dataSourceId, text, unclear }}
          word={t('review.save')}
          onChoose={onPeople}
          onCancel={() => setIsChoosing(false)}
        />
      )}
      {typed === undefined ? (
        !isChoosing && (
          <ReviewButtons
            onWrite={hasText ? () => onWrite() : undefined}
            onEdit={canEdit ? () => setTyped(text) : unclear.length > 0 ? () => setIsChoosing(true) : undefined}
            onAgain={onAgain}
          />
        )
      ) : (
        <div class="row">
          <Button look="primary" size="small" onClick={() => onWrite(typed)}>
            {t('review.save')}
          </Button>
          <Button size="small" onClick={() => setTyped(undefined)}>
            {t('dialog.cancel')}
          </Button>
        </div>
      )}
    </>
  );
}
