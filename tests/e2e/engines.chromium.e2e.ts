import { beforeAll, describe, expect, it } from 'vitest';

import {
  fillSettings,
  GEMINI,
  generate,
  GPT,
  isAllowed,
  localServer,
  openCreate,
  saveSettings,
  wait,
  writeOnePage,
} from './engine-scenes.ts';
import { NETWORK_SERVER } from '../../sandbox/main.ts';
import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';
import { call } from './rows-app.ts';

const world = useWorld({ sandbox: { hasServices: true, models: { chunkDelayMs: 1 } } });

const text = (app: Surface): Promise<string> => app.evaluate(() => document.body.innerText);
const describedBy = (app: Surface, selector: string): Promise<string> =>
  app.evaluate((css: string) => {
    const ids = document.querySelector(css)?.getAttribute('aria-describedby')?.split(' ') ?? [];
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  }, selector);
const listed = (app: Surface): Promise<string[]> =>
  app.evaluate(() => {
    const field = [...document.querySelectorAll('input')].find((it) => it.labels?.[0]?.textContent?.trim() === 'Model');
    return [...(field?.list?.options ?? [])].map((option) => option.value);
  });

describe('from Settings to a text on a page', () => {
  const scenes = [
    { name: 'Gemini', scene: () => GEMINI, has: 'gemini-4-argon', lacks: 'gemini-embedding-001' },
    { name: 'GPT', scene: () => GPT, has: 'gpt-6.1-terra', lacks: 'gpt-4.1-nano' },
    { name: 'OpenAI-compatible', scene: () => localServer(world), has: 'qwen3:8b', lacks: '', model: 'llama3.2:3b' },
  ];
  it.each(scenes)('with $name', async ({ scene: make, has, lacks, model }) => {
    const scene = make();
    await world.browser.grantHost(scene.origin);
    const app = await fillSettings(world, scene);
    expect(await isAllowed(app, scene.origin)).toBe(false);
    await app.getByLabel('Model').click();
    await wait(app, /models listed/);
    expect(await isAllowed(app, scene.origin)).toBe(true);
    expect(await listed(app)).toContain(has);
    expect(await listed(app)).not.toContain(lacks);
    if (model !== undefined) await app.getByLabel('Model').fill(model);
    await app.getByRole('button', 'Test AI connection').click();
    await wait(app, /AI engine:\s+works \(/);
    await app.close();
    await writeOnePage(world, scene, model);
  });
});

describe('Test AI connection', () => {
  it('says that an engine is slow', async () => {
    await world.browser.grantHost(GPT.origin);
    const app = await fillSettings(world, GPT);
    world.sandbox.openai.faults.add({ kind: 'slow-first-byte', ms: 3_400 }, { when: { on: 'models' } });
    await app.getByRole('button', 'Test AI connection').click();
    await wait(app, /AI engine:\s+works, but slowly/);
  });

  const KEYS = {
    GPT: [
      ['sk-wrong-canary-8899', /does not accept the key\. Nothing was written\. Check it in Settings/],
      ['\t"sk-canary-8899" ', /works/],
      ['sk-expired-canary-8899', /does not accept the key/],
      ['sk-restricted-canary-8899', /is restricted and may not be used here/],
      ['OPENAI_API_KEY="sk-canary-8899"', /works/],
      ['sk-nocredit-canary-8899', /has no credit left/],
      ['AIza-canary-8899', /does not accept the key/],
    ],
    Gemini: [
      ['AQ.wrong-canary-8899', /does not accept the key/],
      ['AQ.Ab8RN6-canary-8899', /works/],
      ['AIza-expired-canary-8899', /does not accept the key/],
      [' “AQ.Ab8RN6-canary-8899”\n', /works/],
      ['AQ.restricted-canary-8899', /is restricted and may not be used here/],
    ],
  } as const;
  it.each([GPT, GEMINI])(
    'says what is wrong with a key, one after the other in the same form: $engine',
    async (scene) => {
      await world.browser.grantHost(scene.origin);
      const server = scene.engine === 'GPT' ? world.sandbox.openai : world.sandbox.gemini;
      const [field = ''] = Object.keys(scene.fields);
      const app = await fillSettings(world, scene);
      for (const [key, sentence] of KEYS[scene.engine as keyof typeof KEYS]) {
        const sentBefore = server.log.length;
        await app.getByLabel(field).fill(key);
        await app.getByRole('button', 'Test AI connection').click();
        await wait(app, new RegExp(`AI engine:\\s+[^]*${sentence.source}`));
        expect(await text(app), key).not.toContain('canary');
        expect(world.browser.log().join('\n'), key).not.toContain('canary');
        // A key of another service is refused before it is sent there.
        if (key.startsWith('AIza-canary')) expect(server.log.length).toBe(sentBefore);
        else expect(server.log.at(-1)?.keyTail, key).toBe('8899');
      }
    },
  );

  it('warns of plain http in the own network, asks for that host alone, and writes with it', async () => {
    const origin = `http://${NETWORK_SERVER}`.replace(/:\d+$/u, '');
    await world.browser.grantHost(origin);
    const scene = { ...localServer(world), fields: { 'Base URL': `http://${NETWORK_SERVER}/v1` } };
    const app = await fillSettings(world, scene, 'qwen3:8b');
    await wait(app, /your key and texts are sent unprotected/);
    expect(await isAllowed(app, origin)).toBe(false);
    await saveSettings(app);
    expect(await isAllowed(app, origin)).toBe(true);
    expect(await isAllowed(app, 'http://*')).toBe(false);
    await call(app, 'plan.choose', { plan: 'unlimited' });
    const pageId = await openCreate(world, app, 'Written in the own network');
    await generate(app, 'Write about rivers in 60 words');
    await wait(app, /^Done/m);
    expect(world.sandbox.notion.world.toText(pageId)).toContain('Demo text written by rules');
    // The content security policy of our pages lets them go there too.
    const asked = await app.evaluate(
      (url: string) => fetch(url).then(({ ok }) => ok),
      `${scene.fields['Base URL']}/models`,
    );
    expect(asked).toBe(true);
  });

  it('fills the address of a service, tells where its key comes from, and refuses a key among the headers', async () => {
    const app = await world.browser.open('options.html#/settings');
    await app.getByRole('combobox', 'AI engine').select('OpenAI-compatible');
    await app.getByRole('combobox', 'Service').select('Groq');
    expect(await app.getByLabel('Base URL').value()).toBe('https://api.groq.com/openai/v1');
    await app.getByRole('link', 'Get a key from Groq').waitFor();
    await app.getByLabel('More headers').fill('Authorization: Bearer canary-4711');
    await app.getByRole('button', 'Save').click();
    await app.getByRole('alert').waitForText(/Authorization looks like a key/);
    expect(await text(app)).not.toContain('canary-4711');
    const headers = app.getByLabel('More headers');
    await expect.poll(() => headers.attribute('aria-invalid')).toBe('true');
    expect(await describedBy(app, 'textarea[aria-invalid]')).toMatch(/Authorization looks like a key/);
    await headers.fill('X-Title: Visen');
    await expect.poll(() => headers.attribute('aria-invalid')).toBeNull();
    await app.getByLabel('More request fields').fill('{ "top_p": 0.9 }');
    await app.getByLabel('Context window').fill('16384');
    await app.getByRole('button', 'Save').click();
    await wait(app, /Settings saved/);
    expect((await world.browser.storage())['settings']).toMatchObject({
      value: { service: 'groq', moreHeaders: 'X-Title: Visen', contextWindow: 16_384 },
    });
  });

  it('notices an account without credit, whose list of models is open all the same', async () => {
    await world.browser.grantHost(GPT.origin);
    const app = await fillSettings(world, GPT);
    world.sandbox.openai.faults.add({ kind: 'recorded', name: 'balance-by-429' });
    await app.getByRole('button', 'Test AI connection').click();
    await wait(app, /AI engine:\s+[^]*has no credit left/);
  });

  it('refuses plain http to a host on the internet with the cure, by Save too, and keeps nothing of it', async () => {
    const scene = { ...localServer(world), fields: { 'Base URL': 'http://models.example.com:11434/v1' } };
    const app = await fillSettings(world, scene, 'qwen3:8b');
    const before = (await world.browser.storage())['settings'];
    await app.getByRole('button', 'Test AI connection').click();
    await wait(app, /Plain http works only to this computer and on your own network.*ssh -L/);
    await app.getByRole('button', 'Save').click();
    await app.getByRole('alert').waitForText(/Plain http works only to this computer/);
    expect((await world.browser.storage())['settings']).toEqual(before);
    expect(world.sandbox.front.leaks.filter(({ host }) => host.startsWith('models.example'))).toEqual([]);
  });
});

describe('a local server that refuses foreign origins', () => {
  it('is reached without an Origin by us, while another tab keeps its own', async () => {
    const scene = localServer(world);
    await writeOnePage(world, scene, 'qwen3:8b');
    const { log, origin } = world.sandbox.compatible;
    expect(log.length).toBeGreaterThan(1);
    expect(log.map(({ status, headers }) => [status, headers['origin']])).not.toContainEqual([403, expect.anything()]);
    const before = log.length;
    const page = await world.browser.openPage(`${origin}/v1/models`);
    await page.evaluate(() =>
      fetch('/v1/chat/completions', { method: 'POST', body: '{}' }).then(({ status }) => status),
    );
    expect(log.slice(before).find(({ method }) => method === 'POST')?.headers['origin']).toBe(origin);
  });
});

describe('while a run goes on', () => {
  beforeAll(async () => {
    await world.browser.grantHost(GPT.origin);
    const app = await fillSettings(world, GPT);
    await saveSettings(app);
    await app.close();
  });
  const start = async (title: string): Promise<{ app: Surface; pageId: string }> => {
    const app = await world.browser.open('options.html#/home');
    return { app, pageId: await openCreate(world, app, title) };
  };

  it('a rate limit shows Waiting with its seconds, and the run goes on', async () => {
    const { app, pageId } = await start('Rate limit');
    world.sandbox.openai.faults.add({ kind: 'rate-limit', retryAfterSeconds: 5 });
    await generate(app, 'Write about patience in 40 words');
    await wait(app, /Waiting: the AI engine asks us to wait 5 s/);
    // It counts down before one's eyes.
    await wait(app, /Waiting: the AI engine asks us to wait 3 s/);
    expect(await text(app)).not.toContain('asks Visen to wait');
    await wait(app, /^Done/m);
    expect(world.sandbox.notion.world.toText(pageId)).toContain('Demo text written by rules');
  });

  it('a model that has not begun yet is waited for, and the wait is said', async () => {
    const { app, pageId } = await start('Slow to begin');
    world.sandbox.openai.faults.add({ kind: 'slow-first-byte', ms: 13_000 });
    await generate(app, 'Write about glaciers in 40 words');
    await wait(app, /The model has not started yet\. Visen is waiting \(\d+ s\)/);
    await wait(app, /^Done/m);
    expect(world.sandbox.notion.world.toText(pageId)).toContain('Demo text written by rules');
  });

  it('a limit of the day stops it and says until when', async () => {
    const { app } = await start('Daily limit');
    world.sandbox.openai.faults.add({ kind: 'rate-limit', perDay: true, retryAfterSeconds: 40 });
    await generate(app, 'Write about Sundays');
    await wait(app, /The daily limit of your key is reached\. Nothing is lost\. Try again tomorrow/);
    await wait(app, /^Failed/m);
    await app.getByRole('button', 'Try again').click();
    await wait(app, /^Done/m);
  });

  it('an account without credit stops it and says where to add some', async () => {
    const { app } = await start('No credit');
    world.sandbox.openai.faults.add({ kind: 'no-credit', code: 'credit_balance_exhausted' });
    await generate(app, 'Write about money');
    await wait(app, /Your account at GPT has no credit left\. Nothing is lost\. Add credit there/);
    await app.getByText('What the server said').click();
    await wait(app, /You exceeded your current quota, please check your plan and billing details\./);
    await wait(app, /^Failed/m);
    await app.getByRole('button', 'Try again').click();
    await wait(app, /^Done/m);
  });

  it('an answer cut by its length limit is done, and says so with what to do, also under Runs', async () => {
    const { app, pageId } = await start('Cut short');
    world.sandbox.openai.faults.add({ kind: 'length', withText: true });
    await generate(app, 'Write about lighthouses');
    await wait(app, /^Done[^]*The answer reached its length limit and ends early\. What had arrived was written\./m);
    expect(await text(app)).not.toContain('Nothing was written');
    expect(world.sandbox.notion.world.toText(pageId).length).toBeGreaterThan(40);
    await app.goto(`${world.browser.origin}/options.html#/runs`);
    await app.getByRole('link', 'Cut short').click();
    await wait(app, /The answer reached its length limit/);
  });

  it('More options of the connection reach the engine, and its next run', async () => {
    const { app } = await start('Own options');
    await app.getByText('More options').click();
    await app.getByRole('combobox', 'Effort').select('None');
    await app.getByRole('spinbutton', 'Max length (tokens)').fill('700');
    await app.getByRole('spinbutton', 'Temperature').fill('0.4');
    await app.getByLabel('Model').fill('gpt-6-sol');
    await app.getByLabel('Output language').fill('Deutsch');
    await app.getByRole('textbox', 'System instructions').fill('Be brief.');
    await app.getByRole('textbox', 'Extra context').fill('Our product is called Linden.');
    await generate(app, 'Write about us');
    await wait(app, /^Done/m);
    const asked = world.sandbox.openai.log.at(-1);
    expect(asked?.body).toMatchObject({
      model: 'gpt-6-sol',
      max_completion_tokens: 700,
      reasoning_effort: 'none',
      temperature: 0.4,
    });
    expect(asked?.system).toMatch(/Deutsch[^]*Be brief\.[^]*Our product is called Linden\./);
    await app.reload();
    await app.getByText('More options (8 set)').waitFor();
  });
});
