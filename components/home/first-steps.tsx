import { Check } from 'lucide';
import type { ComponentChildren } from 'preact';

import type { SettingsView } from '../../lib/settings/settings.ts';
import { engineName } from '../errors/engine-name.ts';
import { TargetForm } from '../create/target-form.tsx';
import { t } from '../i18n/translate.ts';
import { useSettingsForm } from '../settings-form/use-settings-form.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { EngineStep } from './engine-step.tsx';
import { NotionStep } from './notion-step.tsx';

/** The way from the install to the first text, without leaving this view. */
export function FirstSteps({ view }: { readonly view: SettingsView }) {
  const form = useSettingsForm(view);
  const { integration } = view;
  const hasEngine = !view.missing.some((what) => what !== 'notion-token');
  return (
    <ol class="checklist">
      <Step
        number={1}
        section="notion"
        title={t('home.step.notion')}
        {...(integration && {
          done: t('home.step.notion.done', {
            workspace: integration.workspaceName,
            integration: integration.integrationName,
          }),
        })}
      >
        <NotionStep form={form} />
      </Step>
      <Step
        number={2}
        section="ai"
        title={t('home.step.engine')}
        {...(hasEngine && { done: engineName(view.settings.engine) })}
      >
        <EngineStep form={form} />
      </Step>
      <Step number={3} title={t('home.step.first')}>
        {integration && hasEngine ? (
          <TargetForm url="" kind={undefined} isShort />
        ) : (
          <p class="soft">{t(integration ? 'home.step.first.engine' : 'home.step.first.notion')}</p>
        )}
      </Step>
    </ol>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  /** What stands in a finished step's one line. */
  readonly done?: string;
  /** Where it is changed afterwards. */
  readonly section?: 'notion' | 'ai';
  readonly children: ComponentChildren;
}

function Step({ number, title, done, section, children }: StepProps) {
  return (
    <li class={done === undefined ? 'checklist-step' : 'checklist-step checklist-done'}>
      <span class="checklist-mark" aria-hidden="true">
        {done === undefined ? number : <Icon node={Check} size={14} />}
      </span>
      <div class="checklist-text">
        <h2>
          {title}
          {done !== undefined && <span class="visually-hidden"> {t('home.step.done')}</span>}
        </h2>
        {done === undefined ? children : <p class="soft">{done}</p>}
      </div>
      {done !== undefined && (
        <LinkButton href={`#/settings?at=${section ?? 'notion'}`} size="small" look="quiet">
          {t('home.step.change')}
        </LinkButton>
      )}
    </li>
  );
}
