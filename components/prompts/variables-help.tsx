import { t } from '../i18n/translate.ts';
import { Disclosure } from '../ui/disclosure.tsx';

/** What the names in double braces stand for. */
export function VariablesHelp() {
  return (
    <Disclosure summary={t('prompts.variables')}>
      <dl class="variables">
        {(['page', 'title', 'today'] as const).map((name) => (
          <div key={name}>
            <dt>
              <code>{`{{${name}}}`}</code>
            </dt>
            <dd>{t(`prompts.variables.${name}`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <code>{`{{${t('prompts.variables.example')}}}`}</code>
          </dt>
          <dd>{t('prompts.variables.property')}</dd>
        </div>
      </dl>
      <p>{t('prompts.variables.none')}</p>
    </Disclosure>
  );
}
