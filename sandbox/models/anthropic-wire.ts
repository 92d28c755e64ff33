import { chunkWords, countTokens, type Answer } from './answers.ts';
import type { Fault } from './faults.ts';
import type { SandboxPage } from './responses-api.ts';
import type { Frame } from './send-frames.ts';

interface MessageMeta {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
  /** What is looked for on the made-up web, and what is found; absent: no search. */
  readonly search?: { readonly query: string; readonly pages: readonly SandboxPage[] };
}

const event = (type: string, fields: Readonly<Record<string, unknown>> = {}, text?: string): Frame => ({
  write: `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`,
  ...(text !== undefined && { text }),
});

const THOUGHT = [
  event('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '' } }),
  event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'The person wants a text.' } }),
  event('content_block_stop', { index: 0 }),
];

/** A remark, a search and what it found, before the text. https://docs.claude.com/en/docs/agents-and-tools/tool-use/web-search-tool */
function searchBlocks({ query, pages }: NonNullable<MessageMeta['search']>): Frame[] {
  const content = pages.map((page) => ({ type: 'web_search_result', ...page, encrypted_content: 'sandbox' }));
  const use = { type: 'server_tool_use', id: 'srvtoolu_sandbox', name: 'web_search', input: {} };
  return [
    event('content_block_start', { index: 2, content_block: { type: 'text', text: '' } }),
    event('content_block_delta', { index: 2, delta: { type: 'text_delta', text: 'I’ll look that up.' } }),
    event('content_block_stop', { index: 2 }),
    event('content_block_start', { index: 3, content_block: use }),
    event('content_block_delta', {
      index: 3,
      delta: { type: 'input_json_delta', partial_json: JSON.stringify({ query }) },
    }),
    event('content_block_stop', { index: 3 }),
    event('content_block_start', {
      index: 4,
      content_block: { type: 'web_search_tool_result', tool_use_id: use.id, content },
    }),
    event('content_block_stop', { index: 4 }),
  ];
}

/** The answer as the events of a streamed message. https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export function messageFrames(answer: Answer, meta: MessageMeta, fault: Fault | undefined): Frame[] {
  const text = faultyText(answer.text, fault);
  const chunks = text === answer.text ? (answer.chunks ?? chunkWords(text)) : chunkWords(text);
  const hasUsage = fault?.kind !== 'no-usage';
  const pieces = chunks.map((piece) =>
    event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: piece } }, piece),
  );
  const frames: Frame[] = [
    event('message_start', {
      message: {
        id: meta.id,
        type: 'message',
        role: 'assistant',
        model: meta.model,
        content: [],
        ...(hasUsage && { usage: { input_tokens: meta.inputTokens, cache_read_input_tokens: 0, output_tokens: 1 } }),
      },
    }),
    ...(fault?.kind === 'empty' ? [] : THOUGHT),
    event('ping'),
    ...(meta.search ? searchBlocks(meta.search) : []),
    event('content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
    ...pieces,
  ];
  const broken = brokenAt(frames.slice(0, frames.length - Math.floor(pieces.length / 2)), fault);
  if (broken) return broken;
  if (fault?.kind === 'missing-end') return frames;
  return [
    ...frames,
    ...(meta.search?.pages ?? []).map(({ url, title }) =>
      event('content_block_delta', {
        index: 1,
        delta: {
          type: 'citations_delta',
          citation: { type: 'web_search_result_location', url, title, cited_text: '…' },
        },
      }),
    ),
    event('content_block_stop', { index: 1 }),
    event('message_delta', {
      delta: { stop_reason: stopReason(fault), stop_sequence: null },
      ...(hasUsage && {
        usage: {
          output_tokens: countTokens(text),
          ...(meta.search && { server_tool_use: { web_search_requests: 1 } }),
        },
      }),
    }),
    event('message_stop'),
  ];
}

function brokenAt(begun: Frame[], fault: Fault | undefined): Frame[] | undefined {
  switch (fault?.kind) {
    case 'stall':
      return [...begun, { stall: true }];
    case 'cut':
      return [...begun, { cut: true }];
    case 'error-in-stream':
      return [...begun, event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } })];
    default:
      return undefined;
  }
}

function faultyText(text: string, fault: Fault | undefined): string {
  if (fault?.kind === 'empty') return '';
  if (fault?.kind === 'length') return fault.withText ? text.slice(0, Math.ceil(text.length / 2)) : '';
  if (fault?.kind === 'filtered') return text.slice(0, Math.floor(text.length / 3));
  return text;
}

function stopReason(fault: Fault | undefined): string {
  if (fault?.kind === 'length') return 'max_tokens';
  return fault?.kind === 'filtered' || fault?.kind === 'refusal' ? 'refusal' : 'end_turn';
}
