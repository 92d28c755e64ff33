import type { RunView } from '../../lib/runs/run-views.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { formatMoment, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Facts } from '../ui/facts.tsx';
import type { Fact } from '../ui/facts.tsx';
import { priceDateText } from './price-date.ts';
import { costText, modelText, searchesText } from './run-words.ts';

/** What the run was asked, when, by which model, and what it took. */
export function RunFacts({ run }: { readonly run: RunView }) {
  const pricesAsOf = useTopic('usage')?.pricesAsOf;
  const { prompt, where } = run.request.options;
  const facts: Fact[] = [
    [t('panel.prompt'), typed(prompt)],
    ...(run.request.selectedText ? [[t('runs.selected'), typed(run.request.selectedText)] as const] : []),
    ...(run.request.kind === 'page' ? [[t('where.label'), t(`where.${where}`)] as const] : []),
    [t('settings.model'), modelText(run)],
    [t('runs.column.started'), formatMoment(run.startedAt ?? run.createdAt)],
    ...(run.endedAt === undefined ? [] : [[t('runs.ended'), formatMoment(run.endedAt)] as const]),
    [t('connections.column.prompts'), formatNumber(run.prompts)],
    [t('runs.column.tokens'), tokensInOut(run)],
    ...(run.searches === undefined ? [] : [[t('search.web'), searchesText(run.searches, run.fees)] as const]),
    [t('runs.cost'), run.cost === undefined ? costText(run) : `${costText(run)} ${priceDateText(pricesAsOf)}`],
  ];
  return (
    <section class="stack-tight">
      <h2>{t('runs.facts')}</h2>
      <Facts facts={facts} />
    </section>
  );
}

/** What a person typed or selected runs in its own direction. */
function typed(text: string) {
  return (
    <span class="fact-text" dir="auto">
      {text}
    </span>
  );
}

function tokensInOut({ inputTokens, outputTokens, usageEstimated }: RunView): string {
  const text = t('runs.tokens', { input: inputTokens, output: outputTokens });
  return usageEstimated ? `${text} ${t('cost.estimate')}` : text;
}
