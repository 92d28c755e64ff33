import type { LanguageModel } from '../../lib/language-model/language-model.ts';
import { AppError } from '../../lib/shared/app-error.ts';
import { createScriptedLanguageModel } from '../fakes/scripted-language-model.ts';
import type { ScriptedStep } from '../fakes/scripted-language-model.ts';
import type { Clock } from '../../lib/shared/clock.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';

const NESTED = '- Deep one\n  - Deep two\n    - Deep three\n      - Deep four\n        - Deep five\n- Deep six';
export const TOPICS = ['Alpha', 'Beta', 'Gamma', 'Delta'];

/** A model whose answers differ from one another from some paragraph on, break off, or come slowly. */
export function createSoakModel(plan: Plan, random: Random, clock: Clock, isRough: () => boolean): LanguageModel {
  const model = createScriptedLanguageModel({ clock });
  let asked = 0;
  model.otherwise((request) => {
    asked += 1;
    const topic = plan.kind === 'page' ? '' : (TOPICS.find((one) => request.messages.at(-1)!.text.includes(one)) ?? '');
    const blocks = writeAnswer(plan, random, `${topic} ${asked}`.trim(), topic);
    if (plan.kind === 'rows') return { steps: [{ pauseMs: random.int(100, 3_000) }, blocks[0]!] };
    const steps = blocks.flatMap((text, at): ScriptedStep[] => [
      at === 0 ? text : `\n\n${text}`,
      { pauseMs: random.int(100, 3_000) },
    ]);
    if (!isRough() || !plan.troubles.has('model') || !random.chance(0.4)) return { steps };
    const failure = { code: random.pick(['engine-answer-cut', 'engine-overloaded'] as const), retry: 'later' as const };
    return { steps: steps.slice(0, random.int(0, steps.length)), failure };
  });
  return model;
}

function writeAnswer(plan: Plan, random: Random, name: string, topic: string): string[] {
  const same = random.int(0, plan.blocks);
  const paragraphs = Array.from({ length: plan.blocks }, (_, at) =>
    at < same ? `${topic} shared ${at}.`.trim() : `${name} own ${at}.`,
  );
  return plan.nested && plan.kind !== 'rows' ? [...paragraphs, NESTED] : paragraphs;
}

/** Fails in the way of a store that is full. */
export const diskFull = () => new AppError('storage-full', 'never');
