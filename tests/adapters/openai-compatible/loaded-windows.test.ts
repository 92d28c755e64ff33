/** How many tokens the models of a local server have, as it tells them itself. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServiceId } from '../../../lib/language-model/compatible-services.ts';
import { createCompatibleApi } from '../../../sandbox/models/compatible-api.ts';
import type { NativeServer } from '../../../sandbox/models/native-lists.ts';
import { compatibleModel } from '../../fakes/compatible-model.ts';
import { listen } from '../../fakes/model-server.ts';

async function windowsOf(service: ServiceId, native?: NativeServer) {
  const server = createCompatibleApi(native ? { native } : {});
  const listening = await listen(server);
  onTestFinished(() => listening.close());
  const model = compatibleModel({ baseUrl: `${listening.origin}/v1`, service, fetch: listening.fetch });
  const listed = await model.listModels(new AbortController().signal);
  return {
    windows: Object.fromEntries(listed.map(({ id, contextTokens }) => [id, contextTokens])),
    paths: server.log.map(({ method, path }) => `${method} ${path}`),
  };
}

describe('the window of a local model', () => {
  it('is what Ollama loaded it with, else what its own file sets, and never what it could have', async () => {
    const { windows } = await windowsOf('ollama', {
      kind: 'ollama',
      loaded: { 'qwen3:8b': 8_192 },
      set: { 'gemma3:4b': 16_384 },
    });
    expect(windows).toEqual({ 'llama3.2:3b': undefined, 'qwen3:8b': 8_192, 'gemma3:4b': 16_384 });
  });

  it.each(['lmstudio', 'lmstudio-newer'] as const)('is what %s loaded it with', async (kind) => {
    const { windows } = await windowsOf('lmstudio', { kind, loaded: { 'qwen3:8b': 4_096 } });
    expect(windows).toEqual({ 'llama3.2:3b': undefined, 'qwen3:8b': 4_096, 'gemma3:4b': undefined });
  });

  it.each(['ollama', 'lmstudio'] as const)('is not known where the server on the port of %s tells none', async (id) => {
    const { windows } = await windowsOf(id);
    expect(Object.values(windows)).toEqual([undefined, undefined, undefined]);
  });

  it('is not asked for at servers that have no such list', async () => {
    const { paths } = await windowsOf('vllm');
    expect(paths).toEqual(['GET /v1/models']);
  });
});
