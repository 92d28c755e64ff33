import type { Connection } from '../../lib/connections/connection.ts';
import { engineName } from '../errors/engine-name.ts';
import { useTopic } from '../hooks/use-topic.ts';
import { formatDollars, formatMoment, formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Facts } from '../ui/facts.tsx';
import { priceDateText } from '../runs/price-date.ts';
import { wordsOf } from './connection-words.ts';
import { useOutputName } from './use-output-name.ts';

/** What is set for a connection, and what it did so far. */
export function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { options, stats, target } = connection;
  const pricesAsOf = useTopic('usage')?.pricesAsOf;
  const output = useOutputName(connection);
  const isPage = target.kind === 'page';
  return (
    <section class="stack-tight">
      <h2>{t('connections.settings')}</h2>
      <Facts
        facts={[
          [
            t('panel.prompt'),
            options.prompt ? (
              <span class="fact-text" dir="auto">
                {options.prompt}
              </span>
            ) : (
              t('connections.noPrompt')
            ),
          ],
          [t('create.type'), wordsOf(connection).type],
          ...(isPage ? ([[t('where.label'), t(`where.${options.where}`)]] as const) : []),
          ...(isPage ? ([[t('panel.usePageContent'), yesNo(options.usePageContent)]] as const) : []),
          ...(output ? ([[t('connections.output'), output]] as const) : []),
          ...(options.outputLanguage ? ([[t('settings.outputLanguage'), options.outputLanguage]] as const) : []),
          ...(options.engine ? ([[t('settings.engine'), engineName(options.engine)]] as const) : []),
          ...(options.model ? ([[t('settings.model'), options.model]] as const) : []),
          [t('connections.workspace'), connection.workspaceName],
          [t('connections.changed'), formatMoment(connection.updatedAt)],
        ]}
      />
      <h2>{t('connections.soFar')}</h2>
      <Facts
        facts={[
          [t('connections.column.prompts'), formatNumber(stats.prompts)],
          ...(isPage
            ? []
            : ([
                [t('runs.column.rows'), t('connections.rows', { done: stats.rowsDone, failed: stats.rowsFailed })],
              ] as const)),
          [t('runs.column.tokens'), formatNumber(stats.tokens)],
          [t('runs.cost'), `${formatDollars(stats.cost)} ${priceDateText(pricesAsOf)}`],
        ]}
      />
    </section>
  );
}

function yesNo(value: boolean): string {
  return t(value ? 'word.yes' : 'word.no');
}
