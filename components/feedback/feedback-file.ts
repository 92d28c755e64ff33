import type { CommandRequest } from '../../lib/messaging/protocol.ts';

export type FeedbackKind = CommandRequest<'feedback.send'>['kind'];

export const FEEDBACK_KINDS: readonly FeedbackKind[] = ['idea', 'problem', 'praise'];

/** A message as a person passes it on by themselves: its kind, the words, and the facts they chose to add. */
export function feedbackText({ kind, message, diagnostics }: CommandRequest<'feedback.send'>): string {
  return [`Visen: ${kind}`, message.trim(), ...(diagnostics ? [`---\n${diagnostics}`] : [])].join('\n\n');
}
