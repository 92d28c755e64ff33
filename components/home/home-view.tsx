import { Check, Settings } from 'lucide';

import type { SettingsView } from '../../lib/settings/settings.ts';
import { ViewHeader } from '../app/view-header.tsx';
import { useTopic } from '../hooks/use-topic.ts';
import { t } from '../i18n/translate.ts';
import { OnceNotices } from '../notices/once-notices.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { RecentConnections } from './recent-connections.tsx';
import './home.css';

/** First run: three steps to the first text. Afterwards: what was worked on last. */
export function HomeView() {
  const settings = useTopic('settings');
  const runs = useTopic('runs');
  const written = runs?.some((run) => run.prompts > 0) ?? false;
  const steps = settings ? checklist(settings, written) : [];
  const next = steps.findIndex((step) => !step.done);
  const allDone = steps.length > 0 && next < 0;
  return (
    <>
      <ViewHeader title={t('home.title')} lead={t('home.lead')}>
        <a
          class="button button-quiet button-icon"
          href="#/settings"
          aria-label={t('nav.settings')}
          title={t('nav.settings')}
        >
          <Icon node={Settings} size={18} />
        </a>
      </ViewHeader>
      <OnceNotices />
      {allDone && (
        <div>
          <LinkButton href="#/create" look="primary">
            {t('home.step.first.go')}
          </LinkButton>
        </div>
      )}
      {!allDone && settings && (
        <ol class="checklist">
          {steps.map((step, index) => (
            <Step key={step.id} step={step} number={index + 1} next={index === next} />
          ))}
        </ol>
      )}
      <RecentConnections />
    </>
  );
}

interface ChecklistStep {
  readonly id: 'notion' | 'engine' | 'first';
  readonly done: boolean;
  readonly href: string;
}

function checklist(settings: SettingsView, written: boolean): readonly ChecklistStep[] {
  const missing = settings.missing;
  return [
    { id: 'notion', done: settings.integration !== undefined, href: '#/settings' },
    { id: 'engine', done: !missing.some((what) => what !== 'notion-token'), href: '#/settings' },
    { id: 'first', done: written, href: '#/create' },
  ];
}

function Step({
  step,
  number,
  next,
}: {
  readonly step: ChecklistStep;
  readonly number: number;
  readonly next: boolean;
}) {
  return (
    <li class={step.done ? 'checklist-step checklist-done' : 'checklist-step'}>
      <span class="checklist-mark" aria-hidden="true">
        {step.done ? <Icon node={Check} size={14} /> : number}
      </span>
      <div class="checklist-text">
        <h2>
          {t(`home.step.${step.id}`)}
          {step.done && <span class="visually-hidden"> {t('home.step.done')}</span>}
        </h2>
        <p class="soft">{t(`home.step.${step.id}.text`)}</p>
      </div>
      {!step.done && (
        <LinkButton href={step.href} look={next ? 'primary' : 'plain'}>
          {t(`home.step.${step.id}.go`)}
        </LinkButton>
      )}
    </li>
  );
}
