import type { UsageView } from '../../lib/usage/plan.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { FailureNotice } from '../errors/failure-notice.tsx';
import { useTopicState } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { Spinner } from '../ui/spinner.tsx';
import { MonthUsage } from './month-usage.tsx';
import { PlanChoice } from './plan-choice.tsx';
import './upgrade.css';

/** Plans are limits that a person sets for themselves. */
export function UpgradeView() {
  const { value: usage, failure } = useTopicState('usage');
  return (
    <>
      <ViewHeader title={t('nav.upgrade')} lead={t('upgrade.lead')} />
      {failure && <FailureNotice failure={failure} />}
      {!usage && !failure && <Spinner text={t('upgrade.loading')} />}
      {usage && <KnownUsage usage={usage} />}
    </>
  );
}

function KnownUsage({ usage }: { readonly usage: UsageView }) {
  return (
    <>
      <PlanChoice usage={usage} />
      <MonthUsage usage={usage} />
    </>
  );
}
