/**
 * A page's answer to be looked at before anything is written: for engines that may search only for the person who asked, and want
 * their suggestions shown beside it. Nothing of it is stored here; what a person then writes to Notion goes with a run of its own.
 */
import type { ContextSource } from '../../context/context-source.ts';
import type { Run } from '../../jobs/run.ts';
import type { RunRequest } from '../../run-request/run-request.ts';
import type { EngineId, ModelRequest } from '../../language-model/language-model.ts';
import { cleanAnswer } from '../../markdown/clean-answer.ts';
import type { NotionWorkspace } from '../../notion/workspace.ts';
import { pageTitle } from '../../notion/rich-text-to-plain.ts';
import type { RunStore } from '../../jobs/ports.ts';
import { requirePlan } from '../../usage/require-plan.ts';
import { countSpending } from '../../usage/usage-record.ts';
import type { PagePreview } from '../../web-search/page-preview.ts';
import { namesOfSources } from '../../web-search/source-list.ts';
import { askModel, type WholeAnswer } from '../request/ask-model.ts';
import type { GenerationPorts } from '../request/generation-ports.ts';
import { preparePageRequest } from '../request/prepare-request.ts';
import { spendingOf } from '../request/spending.ts';
import { readContext } from '../../context/read-context.ts';

export interface PreviewDeps {
  readonly ports: Pick<
    GenerationPorts,
    | 'clock'
    | 'timeZone'
    | 'modelFor'
    | 'allowAnswer'
    | 'answerCame'
    | 'answerCounted'
    | 'priceOf'
    | 'feesOf'
    | 'writingSettings'
    | 'newNonce'
  >;
  readonly store: Pick<RunStore, 'getUsage' | 'changeUsage'>;
  readonly workspace: () => Promise<NotionWorkspace>;
  readonly workspaceId: () => Promise<string>;
  readonly resolveEngine: (request: RunRequest) => Promise<{ engine: string; model: string }>;
  readonly contextOf: (run: Run, workspace: NotionWorkspace, signal: AbortSignal) => Promise<readonly ContextSource[]>;
}

/**
 * Asks the model. What it costs is counted at once: it is paid for whether the text is written or not.
 * @throws AppError `prompts-used-up`, `spending-cap`, and what the workspace and the model throw
 */
export async function previewPage(request: RunRequest, deps: PreviewDeps, signal: AbortSignal): Promise<PagePreview> {
  const { ports, store } = deps;
  const workspaceId = await deps.workspaceId();
  requirePlan(await store.getUsage(workspaceId), ports.clock.now());
  const { engine, model } = await deps.resolveEngine(request);
  // Only what requests are made of; it is no run, and is not stored.
  const run = { id: `preview-${ports.newNonce()}`, request, engine, model, workspaceId } as Run;
  const workspace = await deps.workspace();
  const { id } = request.target;
  const content = request.options.usePageContent ? await readContext(workspace, id, signal) : undefined;
  const title = pageTitle(await workspace.getPage(id, signal)) || request.target.title;
  const context = await deps.contextOf(run, workspace, signal);
  const settings = { ...(await ports.writingSettings()), searchOf: () => ({ tokensPerSearch: 0 }) };
  const input = {
    run,
    settings,
    nonce: ports.newNonce(),
    now: ports.clock.now(),
    timeZone: ports.timeZone?.(),
    context,
  };
  const prepared = preparePageRequest(input, title, content?.trim() === '' ? undefined : content);
  const answer = await ask(run, { ...prepared.request, isPreview: true }, deps, signal);
  const { cited = [], queries = [] } = answer.search ?? {};
  const text = cleanAnswer(answer.text).trim();
  return {
    text: request.options.search?.addSources ? `${text}${namesOfSources(cited)}` : text,
    sources: cited,
    queries,
    ...(answer.suggestions !== undefined && { suggestions: answer.suggestions }),
    engine: answer.engine ?? (engine as EngineId),
    model: answer.model,
  };
}

/** Within what runs leave of the plan and the cap. */
async function ask(run: Run, request: ModelRequest, deps: PreviewDeps, signal: AbortSignal): Promise<WholeAnswer> {
  const { ports, store } = deps;
  const { id: jobId, engine, workspaceId } = run;
  try {
    await ports.allowAnswer(run, jobId, { request, signal });
    const answer = await askModel(await ports.modelFor(run), request, signal);
    const { fees, cost = fees } = await spendingOf(ports, answer, { jobId, engine });
    const spent = { ...answer.usage, ...(cost !== undefined && { cost }) };
    await store.changeUsage(workspaceId, (usage) => countSpending(usage, spent, ports.clock.now()));
    return answer;
  } finally {
    ports.answerCounted(jobId);
  }
}
