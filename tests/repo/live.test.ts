import { describe, expect, it } from 'vitest';
import { compare, report } from '../../scripts/live/ask.ts';
import { runLive } from '../../scripts/live/run-live.ts';

async function run(environment: Record<string, string>, rehearse: boolean) {
  const printed: string[] = [];
  const isSame = await runLive({ environment, rehearse, print: (text) => printed.push(text) });
  return { isSame, text: printed.join('\n') };
}

describe('npm run live', () => {
  it('skips each part whose key is missing, with a word', async () => {
    const { isSame, text } = await run({}, false);
    expect(isSame).toBe(true);
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^Notion: skipped\. .*NOTION_TOKEN/),
      expect.stringMatching(/^OpenAI: skipped\. .*OPENAI_API_KEY/),
      expect.stringMatching(/^Gemini: skipped\. .*GEMINI_API_KEY/),
      expect.stringMatching(/^The compatible server: skipped\. .*COMPATIBLE_BASE_URL/),
    ]);
  });

  it('finds the sandbox as it is, asks every question to its end, and prints no secret', async () => {
    const { isSame, text } = await run({}, true);
    expect(text).not.toMatch(/^ {2}(?:failed|differs)/m);
    expect(text).not.toContain('secret');
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(text).toContain('an append behind a block answers: {"status":200,"namesSiblings":true,"newFirst":true}');
    expect(text.match(/lists the model: true/g)).toHaveLength(3);
    expect(isSame).toBe(true);
  });

  it('shows both answers where they differ, and strikes secrets out of them', async () => {
    const questions = [{ name: 'who', ask: (subject: string) => Promise.resolve({ token: subject }) }];
    const text = report('Notion', await compare(questions, 'ntn_real', 'ntn_sandbox'), ['ntn_real']);
    expect(text).toContain('differs   who');
    expect(text).toContain('real    {"token":"(secret)"}');
    expect(text).toContain('sandbox {"token":"ntn_sandbox"}');
  });

  it('says so when a question could not be asked', async () => {
    const questions = [{ name: 'who', ask: () => Promise.reject(new Error('no network')) }];
    const [line] = await compare(questions, 'a', 'b');
    expect(line).toMatchObject({ verdict: 'failed', real: { failed: 'no network' } });
  });
});
