import type { Run } from '../../jobs/run.ts';
import type { ModelRequest } from '../../language-model/language-model.ts';
import { Citations } from '../../web-search/citations.ts';
import { sourcesSection } from '../../web-search/source-list.ts';
import type { GenerationPorts, PreparedRequest } from '../request/generation-ports.ts';
import { sentText } from '../request/sent-text.ts';
import type { AnswerSearch } from './answer-stream.ts';
import type { Answer } from './page-checkpoint.ts';

/** Undefined for an answer that is not searched for. */
export function searchOf(
  ports: Pick<GenerationPorts, 'onSearch'>,
  run: Run,
  { search }: ModelRequest,
): AnswerSearch | undefined {
  const { options, kind } = run.request;
  if (search === undefined) return undefined;
  // A row's page body has no property for them: they end its text.
  const listsSources = kind === 'rows' || options.search?.addSources;
  return {
    citations: new Citations(),
    onSearch: (query) => ports.onSearch(run, query),
    addition: ({ cited }) => (listsSources ? sourcesSection(cited) : ''),
  };
}

/** What is kept of a request beside its answer. */
export const sentOf = (
  request: PreparedRequest['request'],
  usedContext: PreparedRequest['usedContext'],
): Pick<Answer, 'sent' | 'usedContext'> => ({ sent: sentText(request), ...(usedContext && { usedContext }) });
