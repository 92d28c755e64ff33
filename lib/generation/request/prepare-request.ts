import type { Run } from '../../jobs/run.ts';
import type { ContextSource } from '../../context/context-source.ts';
import { contextCharactersThatFit } from '../../language-model/context-budget.ts';
import type { EngineId } from '../../language-model/language-model.ts';
import { readsLinks } from '../../language-model/model-abilities.ts';
import { contextTokensOf } from '../../language-model/model-catalog.ts';
import { dayIn, deviceTimeZone } from '../../shared/time-zone.ts';
import { estimateTokens } from '../../language-model/usage.ts';
import { buildPageRequest, buildSelectionRequest, type PromptBase } from '../../prompt/build-request.ts';
import type { PreparedRequest, WritingSettings } from './generation-ports.ts';

export interface RequestInput {
  readonly run: Run;
  readonly settings: WritingSettings;
  readonly nonce: string;
  /** Epoch ms. */
  readonly now: number;
  /** The person's time zone (IANA); default: the device's. */
  readonly timeZone?: string | undefined;
  /** What was read of the run's context. */
  readonly context?: readonly ContextSource[];
}

/** What every request of a run has in common: the run's own options, else what Settings say. */
export function promptBase({
  run,
  settings,
  nonce,
  now,
  timeZone = deviceTimeZone(),
  context = [],
}: RequestInput): PromptBase {
  const { options } = run.request;
  const instructions = [options.systemInstructions ?? settings.systemInstructions, options.extraContext ?? ''];
  return {
    model: run.model,
    prompt: options.prompt,
    nonce,
    today: dayIn(timeZone, now),
    outputLanguage: options.outputLanguage ?? settings.outputLanguage,
    systemInstructions: instructions.filter((text) => text.trim() !== '').join('\n\n'),
    contextCharacters: contextThatFits(run, settings, instructions.join('')),
    ...(context.length > 0 && { context }),
    ...(options.search &&
      // What a preview found is a stranger's as well, and its links are judged alike.
      (run.request.given !== undefined || searchesInRun(run, settings)) && {
        search: { most: mostSearches(run) },
      }),
    ...(options.readLinks &&
      run.request.kind === 'rows' &&
      readsLinks(run.engine as EngineId, run.model) && { readsLinks: true as const }),
    ...(options.maxOutputTokens !== undefined && { maxOutputTokens: options.maxOutputTokens }),
    ...(options.temperature !== undefined && { temperature: options.temperature }),
    ...(options.effort !== undefined && { effort: options.effort }),
  };
}

function searchesInRun(run: Run, { searchOf }: WritingSettings): boolean {
  const search = searchOf?.(run.engine as EngineId, run.model);
  return search !== undefined && !search.isPreview;
}

/** A page is one text, for which a model looks up several things. */
const MOST_FOR_PAGE = 5;

function mostSearches({ request: { kind, options } }: Run): number {
  return kind === 'rows' ? (options.search?.most ?? 1) : MOST_FOR_PAGE;
}

/** Room for the answer where the person set no length, and for our own instructions and fences (tokens). */
const ANSWER_TOKENS = 2000;
const FRAME_TOKENS = 500;

/** What Settings allow, or less for a model with a small window: a request that is too long would be refused as a whole. */
function contextThatFits(run: Run, settings: WritingSettings, instructions: string): number {
  const { prompt, maxOutputTokens } = run.request.options;
  return contextCharactersThatFit({
    contextTokens:
      settings.windowOf?.(run.engine as EngineId, run.model) ?? contextTokensOf(run.engine as EngineId, run.model),
    promptTokens: FRAME_TOKENS + estimateTokens(prompt) + estimateTokens(instructions),
    answerTokens: maxOutputTokens ?? ANSWER_TOKENS,
    wanted: settings.contextCharacters,
  });
}

/** What a page run, or a run on selected text, asks of the model. */
export function preparePageRequest(input: RequestInput, title: string, content: string | undefined): PreparedRequest {
  const { selectedText, options } = input.run.request;
  const base = { ...promptBase(input), title, ...(content !== undefined && { content }) };
  if (selectedText !== undefined) return buildSelectionRequest({ ...base, selection: selectedText });
  return buildPageRequest({ ...base, where: options.where });
}
