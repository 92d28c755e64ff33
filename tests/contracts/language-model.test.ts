import type { ErrorCode, Retry } from '../../lib/shared/app-error.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { createScriptedLanguageModel, type ScriptedLanguageModel } from '../fakes/scripted-language-model.ts';
import { describeLanguageModel, type EngineBehaviour, type LanguageModelHarness } from './language-model.ts';

const IDLE_MS = 45_000;

describeLanguageModel('The scripted fake', async () => {
  const clock = createManualClock();
  const model = createScriptedLanguageModel({ clock });
  return {
    model,
    modelId: 'scripted-model',
    key: 'sk-canary-0123456789-QzXy',
    clock,
    idleMs: IDLE_MS,
    behave: (behaviour) => script(model, behaviour, clock.now()),
    seen: () =>
      model.requests.map(({ request, isAborted }) => ({
        system: request.system,
        prompt: request.messages.map(({ text }) => text).join('\n'),
        model: request.model,
        isAborted,
      })),
    close: () => Promise.resolve(),
  } satisfies LanguageModelHarness;
});

const CODES: Readonly<Record<string, readonly [ErrorCode, Retry]>> = {
  cut: ['engine-answer-cut', 'later'],
  'end-without-finish': ['engine-answer-cut', 'later'],
  'quota-of-the-day': ['engine-quota-day', 'never'],
  'no-credit': ['engine-no-credit', 'never'],
  'wrong-key': ['engine-key-invalid', 'never'],
  'restricted-key': ['engine-key-restricted', 'never'],
  'unknown-model': ['engine-model-unknown', 'never'],
  overloaded: ['engine-overloaded', 'later'],
  'server-error': ['engine-unavailable', 'later'],
  'error-in-stream': ['engine-unavailable', 'later'],
  filtered: ['engine-filtered', 'never'],
  region: ['engine-region', 'never'],
  'context-too-long': ['engine-context-too-long', 'never'],
  'no-connection': ['offline', 'later'],
};

function script(model: ScriptedLanguageModel, behaviour: EngineBehaviour, now: number): void {
  switch (behaviour.does) {
    case 'answer':
      return model.answer({ steps: behaviour.chunks, inputTokens: 7, outputTokens: 6 });
    case 'answer-without-usage':
      return model.answer(behaviour.text);
    case 'stall':
      // The fake has no watchdog of its own: a test scripts the failure that a silent engine ends in.
      return model.fail({ code: 'engine-stalled', retry: 'later' }, [behaviour.text, { pauseMs: IDLE_MS }]);
    case 'rate-limit':
      return model.fail({ code: 'engine-rate-limited', retry: 'wait', retryAt: now + behaviour.seconds * 1000 });
    case 'empty':
      return model.answer('');
    case 'length':
      return model.answer({ steps: [behaviour.text], finish: 'length' });
    case 'length-without-text':
      return model.answer({ steps: [], finish: 'length' });
    default: {
      const [code, retry] = CODES[behaviour.does] ?? ['internal', 'never'];
      return model.fail({ code, retry }, 'text' in behaviour ? [behaviour.text] : []);
    }
  }
}
