import type { EngineId, LanguageModel, ModelEvent, ModelRequest, Usage } from '../../language-model/language-model.ts';
import { AppError } from '../../shared/app-error.ts';
import type { WebSearch } from '../../language-model/web-source.ts';

export interface WholeAnswer {
  readonly text: string;
  readonly usage: Usage;
  readonly model: string;
  /** Set where another engine than the run's made it. */
  readonly engine?: EngineId;
  /** Where searching was allowed. */
  readonly search?: WebSearch;
  /** What the engine wants shown with it. */
  readonly suggestions?: string;
}

export interface AnswerNews {
  /** Its first words. */
  readonly onBegun?: (text: string) => void;
  /** What is looked for on the web; empty where the engine did not say. */
  readonly onSearch?: (query: string) => void;
  /** It came to its end and is of no use, but is paid for. */
  readonly onUseless?: (end: Pick<WholeAnswer, 'usage' | 'model' | 'engine'>) => Promise<void>;
}

/**
 * One answer that is only used whole: a cell never gets half a text. References to sources are taken out of it: they are told apart.
 * @throws AppError `engine-answer-length`, `engine-answer-empty`, and what the model's adapter throws
 */
export async function askModel(
  model: LanguageModel,
  request: ModelRequest,
  signal: AbortSignal,
  { onBegun, onSearch, onUseless }: AnswerNews = {},
): Promise<WholeAnswer> {
  let text = '';
  const marks: string[] = [];
  for await (const event of model.stream(request, signal)) {
    if (event.type === 'text') {
      if (text === '') onBegun?.(event.text);
      text += event.text;
    } else if (event.type === 'search') onSearch?.(event.query ?? '');
    else if (event.type === 'source') marks.push(event.mark ?? '');
    else {
      const { usage, model: name, search, suggestions, engine } = event;
      const end = { usage, model: name, ...(engine && { engine }) };
      const useless = whyUseless(text, event);
      if (useless) {
        await onUseless?.(end);
        throw useless;
      }
      return {
        ...end,
        text: withoutMarks(text, marks),
        ...(search && { search }),
        ...(suggestions !== undefined && { suggestions }),
      };
    }
  }
  throw new AppError('engine-answer-cut', 'later');
}

type ModelEnd = Extract<ModelEvent, { type: 'end' }>;

function whyUseless(text: string, { finish, cut }: ModelEnd): AppError | undefined {
  if (finish === 'length')
    return new AppError('engine-answer-length', 'never', cut ? { details: { reason: 'endless' } } : {});
  return text.trim() === '' ? new AppError('engine-answer-empty', 'later') : undefined;
}

/** `Paris ([a.example](https://a.example/x)).` → `Paris.` */
function withoutMarks(text: string, marks: readonly string[]): string {
  let rest = text;
  for (const mark of marks) {
    // A span without an address is the sentence itself.
    if (!mark.includes('](http')) continue;
    const at = rest.indexOf(mark);
    if (at >= 0) rest = rest.slice(0, at).replace(/ +$/u, '') + rest.slice(at + mark.length);
  }
  return rest;
}
