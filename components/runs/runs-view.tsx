import type { Route } from '../app/route.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useTopicState } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { RunDetails } from './run-details.tsx';
import { RunList } from './run-list.tsx';

/** `#/runs` is the history, `#/runs/<id>` one run. */
export function RunsView({ route }: { readonly route: Route }) {
  if (route.id !== undefined) return <RunDetails key={route.id} runId={route.id} />;
  return <RunHistory />;
}

function RunHistory() {
  const { value: runs, failure } = useTopicState('runs');
  return (
    <>
      <ViewHeader title={t('nav.runs')} lead={t('runs.lead')} />
      {failure && !runs && <FailureNotice failure={failure} />}
      {!runs && !failure && <Spinner text={t('runs.loading')} />}
      {runs?.length === 0 && (
        <EmptyState text={t('runs.empty')}>
          <LinkButton href="#/create" look="primary">
            {t('runs.start')}
          </LinkButton>
        </EmptyState>
      )}
      {runs && runs.length > 0 && <RunList runs={runs} />}
    </>
  );
}
