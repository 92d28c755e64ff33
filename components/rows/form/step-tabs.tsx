import { ArrowLeft, ArrowRight, Plus, Trash2 } from 'lucide';

import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { MOST_STEPS } from '../../../lib/run-request/generation-options.ts';
import type { FormSteps } from './use-form-steps.ts';

/** The steps of a row, from the second one on: which is shown, where it stands, and whether there are more. */
export function StepTabs({ steps }: { readonly steps: FormSteps }) {
  return (
    <>
      {steps.count > 1 && <Tabs steps={steps} />}
      {steps.putBack && <RemovedStep putBack={steps.putBack} />}
    </>
  );
}

function Tabs({ steps }: { readonly steps: FormSteps }) {
  const { count, active } = steps;
  const go = (at: number) => {
    steps.choose(at);
    requestAnimationFrame(() => document.getElementById(`step-${at}`)?.focus());
  };
  return (
    <div class="steps">
      <div
        role="tablist"
        class="steps-list"
        aria-label={t('steps.list')}
        onKeyDown={(event) => {
          const to = nextTab(event.key, active, count, getComputedStyle(event.currentTarget).direction === 'rtl');
          if (to === undefined) return;
          event.preventDefault();
          go(to);
        }}
      >
        {Array.from({ length: count }, (_, at) => (
          <button
            key={at}
            id={`step-${at}`}
            type="button"
            role="tab"
            class="steps-tab"
            aria-selected={at === active}
            tabIndex={at === active ? 0 : -1}
            onClick={() => steps.choose(at)}
          >
            {t('steps.name', { number: at + 1 })}
          </button>
        ))}
      </div>
      <AddStep steps={steps} />
      <span class="steps-tools">
        <Button size="icon" look="quiet" name={t('steps.left')} disabled={active === 0} onClick={() => steps.move(-1)}>
          <Icon node={ArrowLeft} size={15} />
        </Button>
        <Button
          size="icon"
          look="quiet"
          name={t('steps.right')}
          disabled={active === count - 1}
          onClick={() => steps.move(1)}
        >
          <Icon node={ArrowRight} size={15} />
        </Button>
        <Button size="icon" look="quiet" name={t('steps.remove')} onClick={steps.remove}>
          <Icon node={Trash2} size={15} />
        </Button>
      </span>
    </div>
  );
}

/** One more prompt for the same rows. */
export function AddStep({ steps }: { readonly steps: FormSteps }) {
  if (steps.count >= MOST_STEPS) return null;
  return (
    <Button look="quiet" size="small" onClick={steps.add}>
      <Icon node={Plus} size={14} />
      {t('steps.add')}
    </Button>
  );
}

/** A step takes its prompt with it: it can be had back. */
function RemovedStep({ putBack }: { readonly putBack: () => void }) {
  return (
    <Notice
      actions={
        <Button size="small" onClick={putBack}>
          {t('run.undo')}
        </Button>
      }
    >
      {t('steps.removed')}
    </Notice>
  );
}

function nextTab(key: string, at: number, count: number, isRtl: boolean): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const forward = isRtl ? 'ArrowLeft' : 'ArrowRight';
  const back = isRtl ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return (at + 1) % count;
  return key === back ? (at + count - 1) % count : undefined;
}
