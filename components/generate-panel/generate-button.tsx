import { WandSparkles } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

import type { UsageView } from '../../lib/usage/plan.ts';
import { useClient } from '../hooks/client-context.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { formatDollars } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';

interface GenerateButtonProps {
  /** A run is being started or goes on already. */
  readonly busy: boolean;
  readonly onClick: () => void;
  /** Other buttons of the same line. */
  readonly beside?: ComponentChildren;
}

/** Generate; off with its reason, and a way on, when the plan's prompts are used. */
export function GenerateButton({ busy, onClick, beside }: GenerateButtonProps) {
  const client = useClient();
  const usage = useTopic('usage');
  const passphrase = useTopic('settings')?.passphrase;
  const id = useId();
  const reason = usage && limitReason(usage);
  return (
    <>
      <div class="row">
        <Button
          look="primary"
          onClick={onClick}
          disabled={busy || reason !== undefined}
          {...(reason && { describedBy: id })}
        >
          <Icon node={WandSparkles} />
          {t('panel.generate')}
        </Button>
        {beside}
      </div>
      {reason && (
        <Notice
          kind="warn"
          actions={
            <Button size="small" onClick={() => client.openApp('#/upgrade')}>
              {t('cure.upgrade')}
            </Button>
          }
        >
          <span id={id}>{reason}</span>
        </Notice>
      )}
      {passphrase === 'locked' && (
        <Notice
          kind="warn"
          actions={
            <Button size="small" onClick={() => client.openApp('#/settings')}>
              {t('cure.settings')}
            </Button>
          }
        >
          {t('error.locked')}
        </Notice>
      )}
    </>
  );
}

/** What is true of every limit of a plan: whose it is, what it takes to raise it, and what the month has cost. */
export function wallText({ monthCost }: UsageView): string {
  return t('upgrade.wall', { cost: formatDollars(monthCost) });
}

/** Why nothing more may be generated; absent while something may. */
export function limitReason(usage: UsageView): string | undefined {
  if (usage.limit !== undefined && usage.used >= usage.limit) {
    return `${t('panel.usedUp', { used: usage.used, limit: usage.limit })} ${wallText(usage)}`;
  }
  if (usage.spendingCap !== undefined && usage.monthCost >= usage.spendingCap) {
    return t('panel.capReached', { cap: formatDollars(usage.spendingCap) });
  }
  return undefined;
}
