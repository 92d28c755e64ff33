import { ExternalLink, Pencil, X } from 'lucide';
import { useState } from 'preact/hooks';

import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PopoverBox } from '../../ui/popover.tsx';
import type { RowItem } from '../data/row-item.ts';
import type { JobView } from '../../../lib/runs/run-views.ts';
import type { ReviewDecision } from '../../review/use-review.ts';
import { cellContent, type CellContent, type ShownJob } from './cell-content.ts';
import { FailureText } from './failure-text-line.tsx';
import { CellValue } from './grid-cell.tsx';
import { isTagged, type GridColumn } from './columns.ts';
import type { RowsGridProps } from './rows-grid-props.ts';
import { unclearNames, problemsText } from '../../review/check-text.ts';
import { decisionOf, heldCellId } from './questions.ts';
import { type ChosenPeople, PeopleChooser } from './people-chooser.tsx';
import { WholeHeld } from './whole-held.tsx';
import { WholeAnswer } from './whole-answer.tsx';
import { StandingBadge } from './standing-badge.tsx';

interface WholeCellProps extends RowsGridProps {
  readonly itemKey: string;
  readonly columnId: string;
  readonly isEdited: boolean;
  readonly anchor: () => DOMRect | undefined;
  readonly onClose: () => void;
}

/** A cell with all that it holds: its text, what stood there before, why it was not written. Escape gives the focus back. */
export function WholeCell({ columnId, itemKey, isEdited, anchor, onClose, ...props }: WholeCellProps) {
  const item = props.items.find(({ key }) => key === itemKey);
  const column = props.columns.find(({ id }) => id === columnId);
  if (!item || !column) return null;
  const shown = props.shownJobOf(item);
  const content = cellContent(item, column, shown);
  const standing = props.standingOf(item);
  const topic = item.title.trim() || t('word.untitled');
  const { failure } = standing;
  return (
    <PopoverBox
      name={t('rows.cell.of', { property: nameOf(column), topic })}
      anchor={anchor}
      onClose={onClose}
      className="whole"
    >
      <div class="row-spread">
        <StandingBadge standing={standing} />
        <span class="row">
          <span class="soft small">{nameOf(column)}</span>
          <Button size="icon" look="quiet" name={t('rows.cell.close')} onClick={onClose}>
            <Icon node={X} size={14} />
          </Button>
        </span>
      </div>
      <CellAnswer {...props} column={column} content={content} shown={shown} isEdited={isEdited} onClose={onClose} />
      <BeforeText content={content} />
      {failure && (
        <p class={standing.standing === 'skipped' ? 'soft' : 'whole-failure'}>
          <FailureText failure={failure} />
        </p>
      )}
      <WholeActions {...props} item={item} isTopic={column.kind === 'topic'} topic={topic} onClose={onClose} />
    </PopoverBox>
  );
}

interface CellAnswerProps extends RowsGridProps, Pick<WholeCellProps, 'isEdited' | 'onClose'> {
  readonly column: GridColumn;
  readonly content: CellContent;
  readonly shown: ShownJob | undefined;
}

/** What stands in the cell or is to stand there, with what can be made of it. */
function CellAnswer({ column, content, shown, isEdited, onClose, ...props }: CellAnswerProps) {
  return (
    <>
      {content.isHeld && shown && (
        <HeldAnswer
          {...props}
          job={shown.job}
          column={column}
          content={content}
          isEdited={isEdited}
          onClose={onClose}
        />
      )}
      {column.kind !== 'state' && !content.isUndecided && !content.isHeld && (
        <WholeText column={column} text={content.text} />
      )}
      {content.isUndecided && shown && (
        <WholeAnswer
          text={content.text}
          property={column.property}
          isEdited={isEdited}
          onDecide={(accept, text) => {
            props.onDecide(decisionOf({ job: shown.job, column }, accept, text));
            onClose();
          }}
        />
      )}
      {!content.isHeld && content.problems && <p class="soft">{problemsText(content.problems)}</p>}
      {content.isUnclear && shown && (
        <UnclearAnswer
          content={content}
          isEdited={isEdited}
          dataSourceId={sourceOf(props.store)}
          onPeople={(people) => {
            props.onDecide({ ...decisionOf({ job: shown.job, column }, true), people });
            onClose();
          }}
        />
      )}
    </>
  );
}

const sourceOf = ({ state }: WholeCellProps['store']): string => state.view?.target.dataSourceId ?? '';

interface UnclearAnswerProps {
  readonly content: CellContent;
  readonly isEdited: boolean;
  readonly dataSourceId: string;
  readonly onPeople: (people: ChosenPeople) => void;
}

/** An answer of a trial that names somebody who is not clear: who is meant can be chosen. */
function UnclearAnswer({ content: { text, problems }, isEdited, dataSourceId, onPeople }: UnclearAnswerProps) {
  const [isChoosing, setIsChoosing] = useState(isEdited);
  if (!isChoosing)
    return (
      <div class="row">
        <Button size="small" onClick={() => setIsChoosing(true)}>
          <Icon node={Pencil} size={14} />
          {t('rows.rename')}
        </Button>
      </div>
    );
  return (
    <PeopleChooser
      dataSourceId={dataSourceId}
      text={text}
      unclear={unclearNames(problems)}
      word={t('runs.trial.accept')}
      onChoose={onPeople}
      onCancel={() => setIsChoosing(false)}
    />
  );
}

function BeforeText({ content: { before, text, isHeld } }: { readonly content: CellContent }) {
  if (before === undefined || before === text || (isHeld && before === '')) return null;
  return (
    <p class="soft small whole-text">{before === '' ? t('rows.before.empty') : t('rows.before', { text: before })}</p>
  );
}

interface HeldAnswerProps extends Pick<WholeCellProps, 'isEdited' | 'onClose' | 'onReview' | 'store'> {
  readonly job: JobView;
  readonly column: GridColumn;
  readonly content: CellContent;
}

function HeldAnswer({ job, column, content, isEdited, onClose, onReview, store }: HeldAnswerProps) {
  const decide = (decision: Omit<ReviewDecision, 'jobId'>) => {
    onReview({ jobId: job.id, ...decision });
    onClose();
  };
  return (
    <WholeHeld
      content={content}
      property={column.property}
      isEdited={isEdited}
      onWrite={(text) =>
        decide({
          action: 'write',
          propertyId: heldCellId(column),
          ...(text !== undefined && text !== content.text && { text }),
        })
      }
      onAgain={() => decide({ action: 'again' })}
      dataSourceId={sourceOf(store)}
      onPeople={(people) => decide({ action: 'write', propertyId: heldCellId(column), people })}
    />
  );
}

interface WholeActionsProps extends Pick<RowsGridProps, 'store' | 'onEdit'> {
  readonly item: RowItem;
  readonly isTopic: boolean;
  readonly topic: string;
  readonly onClose: () => void;
}

function WholeActions({ item, isTopic, topic, store, onEdit, onClose }: WholeActionsProps) {
  const then = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <div class="row">
      {item.failure && (
        <>
          <Button size="small" onClick={then(() => store.keep(item.key))}>
            {t('cure.retry')}
          </Button>
          <Button size="small" onClick={then(() => store.revert(item.key))}>
            {t('run.undo')}
          </Button>
        </>
      )}
      {isTopic && !item.failure && (
        <Button size="small" onClick={then(() => onEdit(item.key))}>
          {t('rows.rename')}
        </Button>
      )}
      {item.url && (
        <a class="whole-link small" href={item.url} target="_blank" rel="noopener noreferrer">
          <Icon node={ExternalLink} size={14} />
          {t('rows.openInNotion', { topic })}
        </a>
      )}
    </div>
  );
}

function nameOf({ kind, name }: GridColumn): string {
  if (kind === 'state') return t('rows.column.state');
  return kind === 'body' ? t('rows.output.body') : name;
}

function WholeText({ column, text }: { readonly column: GridColumn; readonly text: string }) {
  if (text === '') return <p class="soft">{t('rows.cell.empty')}</p>;
  if (isTagged(column.property?.type)) return <CellValue text={text} property={column.property} />;
  return (
    <p class="whole-text" dir="auto">
      {text}
    </p>
  );
}
