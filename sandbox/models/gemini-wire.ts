import { chunkWords, countTokens, type Answer } from './answers.ts';
import type { Fault } from './faults.ts';
import type { SandboxPage } from './responses-api.ts';
import type { Frame } from './send-frames.ts';

export interface GeminiMeta {
  readonly model: string;
  readonly responseId: string;
  readonly promptTokens: number;
  /** What was looked up on the made-up web, or read of what was given. */
  readonly grounding?: Readonly<Record<string, unknown>>;
}

const NO_TEXT = new Set(['PROHIBITED_CONTENT', 'SAFETY', 'SPII', 'BLOCKLIST', 'RECITATION']);

/** The answer as events of streamGenerateContent?alt=sse: `data: {…}` and CRLF twice, cumulative usage, no [DONE]. */
export function geminiFrames(answer: Answer, meta: GeminiMeta, fault: Fault | undefined): Frame[] {
  if (fault?.kind === 'prompt-blocked') return [event(blocked(meta, fault))];
  const text = faultyText(answer.text, fault);
  const chunks = text === answer.text ? (answer.chunks ?? chunkWords(text)) : chunkWords(text);
  let sent = '';
  const frames: Frame[] = fault?.kind === 'thoughts' ? [thoughtFrame(meta)] : [];
  if (fault?.kind === 'no-choices') frames.push(event({ ...tail(meta, '', fault), candidates: [] }));
  for (const [index, part] of chunks.entries()) {
    sent += part;
    frames.push(textFrame(meta, part, sent, fault, index));
  }
  const broken = brokenAt(frames, fault);
  if (broken) return broken;
  if (fault?.kind === 'missing-end') return frames;
  frames.push(endFrame(meta, text, fault));
  return fault?.kind === 'comments'
    ? frames.flatMap((one) => [{ write: ': keep-alive\r\n\r\n' }, { write: 'event: message\r\n' }, one])
    : frames;
}

/** The same answer in one piece. */
export function geminiBody(answer: Answer, meta: GeminiMeta, fault: Fault | undefined): unknown {
  if (fault?.kind === 'prompt-blocked') return blocked(meta, fault);
  const text = faultyText(answer.text, fault);
  const candidate = {
    ...(text !== '' && { content: { parts: [{ text }], role: 'model' } }),
    finishReason: finishReason(fault),
    index: 0,
  };
  return { candidates: [candidate], ...tail(meta, text, fault) };
}

const event = (value: unknown, text?: string): Frame => ({
  write: `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\r\n\r\n`,
  ...(text !== undefined && { text }),
});

function textFrame(meta: GeminiMeta, part: string, sent: string, fault: Fault | undefined, index: number): Frame {
  // Every third chunk in two parts: clients have to join the parts of a chunk.
  const half = Math.ceil(part.length / 2);
  const parts =
    index % 3 === 2 && part.length > 1 ? [{ text: part.slice(0, half) }, { text: part.slice(half) }] : [{ text: part }];
  const candidates = [{ content: { parts, role: 'model' }, index: 0 }];
  return event({ candidates, ...tail(meta, sent, fault) }, part);
}

function thoughtFrame(meta: GeminiMeta): Frame {
  const parts = [{ text: '**Thinking about the wish**\n\nThe person wants a text.', thought: true }];
  return event({
    candidates: [{ content: { parts, role: 'model' }, index: 0 }],
    ...tail(meta, '', { kind: 'thoughts' }),
  });
}

function endFrame(meta: GeminiMeta, text: string, fault: Fault | undefined): Frame {
  const candidate = {
    ...(text !== '' && { content: { parts: [{ text: '', thoughtSignature: 'EqkEc2FuZGJveA==' }], role: 'model' } }),
    finishReason: finishReason(fault),
    index: 0,
    ...meta.grounding,
  };
  return event({ candidates: [candidate], ...tail(meta, text, fault) });
}

function finishReason(fault: Fault | undefined): string {
  if (fault?.kind === 'length') return 'MAX_TOKENS';
  if (fault?.kind === 'filtered') return fault.reason ?? 'SAFETY';
  if (fault?.kind === 'refusal') return 'PROHIBITED_CONTENT';
  return 'STOP';
}

function faultyText(text: string, fault: Fault | undefined): string {
  if (fault?.kind === 'empty') return '';
  if (fault?.kind === 'refusal') return '';
  if (fault?.kind === 'filtered')
    return NO_TEXT.has(fault.reason ?? 'SAFETY') ? '' : text.slice(0, Math.floor(text.length / 3));
  if (fault?.kind === 'length') return fault.withText ? text.slice(0, Math.ceil(text.length / 2)) : '';
  if (fault?.kind === 'line-separator') return `first\u2028second\u2029third ${text}`;
  return text;
}

function brokenAt(frames: Frame[], fault: Fault | undefined): Frame[] | undefined {
  const firstHalf = frames.slice(0, Math.max(1, Math.floor(frames.length / 2)));
  if (fault?.kind === 'cut') return [...firstHalf, { cut: true }];
  if (fault?.kind === 'stall') return [...firstHalf, { stall: true }];
  if (fault?.kind === 'malformed-json') return [...firstHalf, event('{"candidates": [{"content"')];
  if (fault?.kind === 'error-in-stream') {
    const error =
      fault.code === 'RESOURCE_EXHAUSTED'
        ? { code: 429, message: 'Resource has been exhausted (e.g. check quota).', status: 'RESOURCE_EXHAUSTED' }
        : { code: 503, message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' };
    return [...firstHalf, event({ error })];
  }
  return undefined;
}

function blocked(meta: GeminiMeta, fault: Extract<Fault, { kind: 'prompt-blocked' }>): unknown {
  return { promptFeedback: { blockReason: fault.reason ?? 'PROHIBITED_CONTENT' }, ...tail(meta, '', fault) };
}

function tail(meta: GeminiMeta, text: string, fault: Fault | undefined): Record<string, unknown> {
  const output = countTokens(text);
  const thoughts = fault?.kind === 'thoughts' ? 94 : 0;
  return {
    ...(fault?.kind !== 'no-usage' && {
      usageMetadata: {
        promptTokenCount: meta.promptTokens,
        ...(output > 0 && { candidatesTokenCount: output }),
        totalTokenCount: meta.promptTokens + output + thoughts,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: meta.promptTokens }],
        ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
        serviceTier: 'standard',
      },
    }),
    modelVersion: meta.model,
    responseId: meta.responseId,
  };
}

/** What the last chunk says of a search. https://ai.google.dev/gemini-api/docs/google-search */
export function searchGrounding(query: string, pages: readonly SandboxPage[]): Readonly<Record<string, unknown>> {
  const redirect = 'https://vertexaisearch.cloud.google.com/grounding-api-redirect';
  const chip = `<style>.chip{font:13px sans-serif;color:#1f1f1f;background:#fff;border:1px solid #747775;border-radius:16px;padding:6px 12px}</style>
<div class="container"><a class="chip" href="https://www.google.com/search?q=${encodeURIComponent(query)}">${query.replaceAll(/[<>&"]/gu, '')}</a></div>
<script>parent.document.title = 'reached'</script><img src="x" onerror="parent.document.title = 'reached'">`;
  return {
    groundingMetadata: {
      webSearchQueries: [query],
      groundingChunks: pages.map(({ url }, at) => ({
        web: { uri: `${redirect}/${at}`, title: new URL(url).hostname },
      })),
      groundingSupports: [],
      searchEntryPoint: { renderedContent: chip },
    },
  };
}

/** Each address of the prompt as read, but for those of `.invalid`. https://ai.google.dev/gemini-api/docs/url-context */
export function readGrounding(prompt: string): Readonly<Record<string, unknown>> {
  const urls = [...new Set(prompt.match(/https?:\/\/[^\s<>"')\]]+/gu) ?? [])];
  const urlMetadata = urls.map((retrievedUrl) => ({
    retrievedUrl,
    urlRetrievalStatus: `URL_RETRIEVAL_STATUS_${retrievedUrl.includes('.invalid') ? 'ERROR' : 'SUCCESS'}`,
  }));
  return { urlContextMetadata: { urlMetadata } };
}
