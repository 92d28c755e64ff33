import { ExternalLink } from 'lucide';

import type { JobView } from '../../../lib/messaging/protocol.ts';
import { t } from '../../i18n/translate.ts';
import { Icon } from '../../ui/icon.tsx';
import { FailureText } from './failure-text-line.tsx';
import type { RowItem } from '../data/row-item.ts';
import type { RowStore } from '../data/row-store.ts';
import { TopicCell } from './topic-cell.tsx';

interface RowLineProps {
  readonly item: RowItem;
  readonly index: number;
  readonly ticked: boolean;
  readonly onTick: (ticked: boolean, withShift: boolean) => void;
  readonly value: string;
  /** Absent: the row had no part in the run that is shown. */
  readonly job: JobView | undefined;
  /** Why its value would be made differently today; absent: it would not. */
  readonly outdated: 'prompt' | 'inputs' | undefined;
  readonly store: RowStore;
  readonly onNext: () => void;
  readonly measure: (element: Element | null) => void;
}

/** One row: its tick, its topic, what the output holds, and what became of it in the run. */
export function RowLine({ item, index, ticked, onTick, value, job, outdated, store, onNext, measure }: RowLineProps) {
  const title = item.title.trim() || t('word.untitled');
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <td class="rows-tick">
        <input
          type="checkbox"
          data-cell="tick"
          aria-label={t('rows.generateFor', { topic: title })}
          checked={ticked}
          onClick={(event) => onTick(event.currentTarget.checked, event.shiftKey)}
        />
      </td>
      <TopicCell item={item} number={index + 1} store={store} onNext={onNext} />
      <td class="rows-value">
        <div class="rows-clamp" title={value}>
          {value}
        </div>
      </td>
      <td class="rows-state">
        {job && !(outdated && job.state === 'done') && <JobState job={job} />}
        {outdated && <span class="job-state">{t(`rows.outdated.${outdated}`)}</span>}
      </td>
      <td class="rows-open">
        {item.url && (
          <a
            href={item.url}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={t('rows.openInNotion', { topic: title })}
            title={t('rows.openInNotion', { topic: title })}
          >
            <Icon node={ExternalLink} size={14} />
          </a>
        )}
      </td>
    </tr>
  );
}

/** A row that was skipped says why, and so that it was. A failure of an open row is one that is tried again: no news yet. */
function JobState({ job: { state, failure } }: { readonly job: JobView }) {
  const isEnded = state === 'failed' || state === 'skipped';
  return (
    <>
      {!(state === 'skipped' && failure) && <span class={`job-state job-${state}`}>{t(`job.state.${state}`)}</span>}
      {isEnded && failure && (
        <div class="rows-problem">
          <FailureText failure={failure} />
        </div>
      )}
    </>
  );
}
