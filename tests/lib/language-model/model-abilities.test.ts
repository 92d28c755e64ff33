import { describe, expect, it } from 'vitest';
import { convertToGeminiRequest } from '../../../lib/adapters/gemini/convert-to-gemini-request.ts';
import { convertToOpenAiRequest } from '../../../lib/adapters/openai/convert-to-openai-request.ts';
import type { ModelRequest } from '../../../lib/language-model/language-model.ts';
import { EFFORTS, takesEffort, takesTemperature } from '../../../lib/language-model/model-abilities.ts';
import { suggestedModels } from '../../../lib/language-model/model-catalog.ts';

const request = (model: string, effort?: ModelRequest['effort']): ModelRequest => ({
  model,
  system: '',
  messages: [{ role: 'user', text: 'x' }],
  temperature: 0.5,
  ...(effort !== undefined && { effort }),
});

describe('what a model is said to take', () => {
  const openai = [...suggestedModels('openai', '2026-01-01').map(({ id }) => id), 'o3', 'gpt-5', 'gpt-6-chat-latest'];
  it.each(openai)('is what its request holds: %s', (model) => {
    for (const effort of [undefined, ...EFFORTS]) {
      const body = convertToOpenAiRequest(request(model, effort));
      expect([effort, body.temperature !== undefined]).toEqual([effort, takesTemperature('openai', model, effort)]);
      expect(body.reasoning_effort !== undefined).toBe(takesEffort('openai', model));
    }
  });

  const gemini = [...suggestedModels('gemini', '2026-01-01').map(({ id }) => id), 'gemini-4-carbon', 'gemma-4-27b'];
  it.each(gemini)('is what its request holds: %s', (model) => {
    const low = convertToGeminiRequest(request(model, 'low')).params.generationConfig;
    const high = convertToGeminiRequest(request(model, 'high')).params.generationConfig;
    expect(low?.temperature !== undefined).toBe(takesTemperature('gemini', model));
    expect(JSON.stringify(low) !== JSON.stringify(high)).toBe(takesEffort('gemini', model));
  });
});
