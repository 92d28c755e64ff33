import { useState } from 'preact/hooks';

import type { PropertyView } from '../../../lib/notion/views.ts';
import { t } from '../../i18n/translate.ts';
import { canBeWritten, problemText } from '../../review/check-text.ts';
import { ReviewButtons } from '../../review/review-buttons.tsx';
import { Button } from '../../ui/button.tsx';
import type { CellContent } from './cell-content.ts';
import { Answer, AnswerField, isEditable } from './whole-answer.tsx';

interface WholeHeldProps {
  readonly content: CellContent;
  readonly property: PropertyView | undefined;
  readonly isEdited: boolean;
  readonly onWrite: (text?: string) => void;
  readonly onAgain: () => void;
}

/** An answer that a check holds back: why, and what can be made of it. */
export function WholeHeld({ content: { text, problems = [] }, property, isEdited, onWrite, onAgain }: WholeHeldProps) {
  const hasText = canBeWritten({ after: text, problems });
  const canEdit = hasText && isEditable(property);
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
      {typed === undefined ? (
        <ReviewButtons
          onWrite={hasText ? () => onWrite() : undefined}
          onEdit={canEdit ? () => setTyped(text) : undefined}
          onAgain={onAgain}
        />
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
