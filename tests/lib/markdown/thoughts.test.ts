import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAnswer, createAnswerCleaner } from '../../../lib/markdown/clean-answer.ts';
import { createBlockStream } from '../../../lib/markdown/closed-blocks.ts';
import { convertMarkdownToBlocks } from '../../../lib/markdown/convert-markdown-to-blocks.ts';
import type { NotionBlock } from '../../../lib/markdown/block-types.ts';
import { withoutThoughts } from '../../../lib/markdown/thought-filter.ts';

const ANSWER = '# Bread\n\nBake it slowly.';

/** What a model thought, with the marks of its kind around it. */
const WITH_THOUGHTS: Readonly<Record<string, string>> = {
  'tags with attributes': `<think duration="12" signed>\nHm.\n</think>\n${ANSWER}`,
  'a long name': `<thinking>\nThe user wants bread.\n</thinking>\n\n${ANSWER}`,
  'capital letters': `<THINK>Hm.</THINK>\n\n${ANSWER}`,
  'Seed-OSS': `<seed:think>Bread it is.</seed:think>${ANSWER}`,
  Magistral: `[THINK]Bread, then.[/THINK]${ANSWER}`,
  Kimi: `◁think▷Bread, then.\n\nYes.◁/think▷\n\n${ANSWER}`,
  'Cohere Command A': `<|START_THINKING|>Bread.<|END_THINKING|><|START_RESPONSE|>${ANSWER}<|END_RESPONSE|>`,
  'thoughts and a solution': `<|begin_of_thought|>\nBread.\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\n${ANSWER}<|end_of_solution|>`,
  'a wrapped answer': `<think>Bread.</think>\n<answer>\n${ANSWER}\n</answer>`,
  'two runs of thoughts': `<think>One.</think>\n<think>Two.</think>\n\n${ANSWER}`,
  harmony: `<|channel|>analysis<|message|>The user wants bread.<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}<|return|>`,
  'harmony over lines': `<|start|>assistant<|channel|>analysis<|message|>One.\n\n- two\n<|end|>\n<|start|>assistant<|channel|>final <|constrain|>md<|message|>${ANSWER}`,
  'harmony with a call': `<|channel|>commentary to=functions.search <|constrain|>json<|message|>{"q":"bread"}<|call|><|channel|>final<|message|>${ANSWER}`,
  'harmony without its tokens': `analysisWe need to write about bread. Fine.assistantfinal${ANSWER}`,
  'harmony without its first header': `We should write about bread.<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}`,
  'Gemma’s channel': `<|channel>thought\nBread.\n<channel|>${ANSWER}`,
  'a name with a prefix': `<ant_thinking>Bread.</ant_thinking>\n${ANSWER}`,
  LongCat: `<longcat_think>\nBread.\n</longcat_think>\n\n${ANSWER}`,
  'inner thoughts': `<inner_thoughts>Bread.</inner_thoughts>${ANSWER}`,
  'a reflection and an output': `<thinking>Bread.</thinking>\n<reflection>Right.</reflection>\n<output>\n${ANSWER}\n</output>`,
  'square brackets': `[thinking]\nBread.\n[/thinking]\n\n${ANSWER}`,
  'a folded block of Open WebUI': `<details type="reasoning" done="true" duration="2">\n<summary>Thought</summary>\n> Bread.\n</details>\n${ANSWER}`,
  Granite: `Here is my thought process:\n\nBread.\n\nHere is my response:\n${ANSWER}`,
  'Ollama’s command': `Thinking...\nBread.\n...done thinking.\n\n${ANSWER}`,
  s1: `<|im_start|>think\nBread.\n<|im_start|>answer\n${ANSWER}<|im_end|>`,
  'tokens that begin and end': `<｜begin▁of▁thinking｜>Bread.<｜end▁of▁thinking｜>${ANSWER}`,
  'tokens with a slash': `<|think|>Bread.</|think|>${ANSWER}`,
  'a result': `<think>Bread.</think>\n<result>${ANSWER}</result>`,
  'a lone end': `Okay, the user wants a page about bread.\n\n# Draft\n\n1. Flour\n\n</think>\n\n${ANSWER}`,
  'a lone end on the line': `Hmm, bread. Let me plan.</think>${ANSWER}`,
  'a lone end in German': `Der Nutzer möchte einen Text über Brot.\n</think>\n\n${ANSWER}`,
  'a lone end in Chinese': `用户想要一篇关于面包的文章。\n</think>\n\n${ANSWER}`,
  'a lone end of Magistral': `I need to write about bread.[/THINK]\n\n${ANSWER}`,
  'a numbered plan': `1. **Analyze the request:** bread.\n2. Write.\n</think>\n${ANSWER}`,
  'a token at the end': `${ANSWER}<|im_end|>`,
  'a token on a line of its own': `${ANSWER}\n<|eot_id|>\n`,
  'the end of a sentence of Llama': `${ANSWER}</s>`,
  'the token of DeepSeek': `${ANSWER}<｜end▁of▁sentence｜>`,
  'the beginning of its turn': `<|im_start|>assistant\n${ANSWER}<|im_end|>`,
  'Llama’s header': `<|start_header_id|>assistant<|end_header_id|>\n\n${ANSWER}<|eot_id|>`,
  'Gemma’s turn': `<start_of_turn>model\n${ANSWER}<end_of_turn>`,
  'the next turn': `${ANSWER}<|im_end|>\n<|im_start|>user\nAnd cake?<|im_end|>\n<|im_start|>assistant\nCake too.`,
  'a tool call in front': `<tool_call>\n{"name": "search"}\n</tool_call>\n\n${ANSWER}`,
  'a tool call behind': `${ANSWER}\n<tool_call>{"name": "search"}</tool_call>`,
  'a call of DeepSeek': `${ANSWER}\n<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>search\n{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  'a call of Kimi': `${ANSWER}\n<|tool_calls_section_begin|><|tool_call_begin|>functions.search:0<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>`,
  'a call that never ends': `${ANSWER}\n<function_calls>\n<invoke name="search">`,
};

/** What only speaks of thoughts and tokens. */
const KEPT: Readonly<Record<string, string>> = {
  'a sentence about one’s thoughts': 'Here is my thought process:\n\nFlour first.\n\nThen water.',
  'a part of the answer with such a name':
    'Fill it in:\n\n<reflection>\nWhat went well?\n</reflection>\n\n<critical_thinking>\nWhy?\n</critical_thinking>\n\nDone.',
  'the end of such a part': 'The form <reflection>\nhas two parts.\n</reflection>\n\nDone.',
  'a part without an end': '<reflection>\nWhat went well?',
  'a table of tags': '| Opens | Closes |\n| --- | --- |\n| <thinking> | </thinking> |\n| <plan> | </plan> |',
  'code that begins the answer': '```xml\n<thinking>\nWhy?\n</thinking>\n<plan/>\n```\n\nDone.',
  'a plan and an analysis': '<plan>\n1. Flour\n</plan>\n<analysis>\nGood.\n</analysis>',
  'another name': '<booking>\n<reason>Rest</reason>\n</booking>',
  'a folded part': '<details>\n<summary>Thinking</summary>\nMore.\n</details>',
  'code with a closing tag': 'The `</think>` tag closes thoughts.',
  'a fence with both tags': 'A template:\n\n```\n<think>\nhm\n</think>\nanswer\n```\n\nDone.',
  'a sentence about a tag': 'Write the </think> tag before the answer.',
  'tags within a line': 'Models write <think>so</think> first.',
  'tokens in code': 'End with `<|im_end|>` or:\n\n```\n<|im_start|>user\nHi<|im_end|>\n```',
  'a token within a sentence': 'The token <|endoftext|> ends a document.',
  'struck text': 'It costs <s>5</s> 4.',
  'an answer that begins like thoughts': 'Okay, let me think about bread.\n\nIt is good.',
  'a word of harmony': 'The analysis channel and the final message.',
  'a call that is explained': 'Use `<tool_call>` for calls.',
  placeholders: 'Replace <name> and [NAME], keep [x](https://a.com) and a < b.',
};

describe('thoughts', () => {
  it.each(Object.entries(WITH_THOUGHTS))('of %s are no part of the answer', (_name, text) => {
    expect(cleanAnswer(text).trim()).toBe(ANSWER);
  });

  it.each(Object.entries(KEPT))('are not seen in %s', (_name, text) => {
    expect(cleanAnswer(text)).toBe(text);
  });

  it.each([...Object.values(WITH_THOUGHTS), ...Object.values(KEPT)].map((text) => [text]))(
    'are held back while %j comes in pieces',
    (text) => {
      const expected = JSON.stringify(convertMarkdownToBlocks(cleanAnswer(text), options));
      for (let at = 0; at <= text.length; at++) {
        const stream = createBlockStream(options);
        const blocks = [...stream.push(text.slice(0, at)), ...stream.push(text.slice(at)), ...stream.end()];
        expect(JSON.stringify(blocks)).toBe(expected);
        expect(stream.restarts).toBe(0);
      }
    },
  );

  it('that cannot be known are taken back', () => {
    const cleaner = createAnswerCleaner();
    expect(cleaner.push('Bread is made of flour.\n')).toBe('Bread is made of flour.\n');
    expect(cleaner.push('So much for that.\n</think>\n')).toBe('');
    expect(cleaner.restarts).toBe(1);
    expect(cleaner.push(ANSWER) + cleaner.end()).toBe(ANSWER);
  });

  it('give the same blocks however the answer is cut, once what was taken back is gone', () => {
    const parts = fc.constantFrom(
      ...[
        'text',
        'Okay, the user wants it.',
        '# A',
        '<think>',
        'Here is my thought process:',
        'Here is my response:',
        '</think>',
        'b</think>',
        '```',
        '`</think>`',
        '- a',
        '',
      ],
      ...[
        '<|channel|>final<|message|>x',
        '<|channel|>analysis<|message|>',
        '<|end|>',
        'x<|im_end|>',
        '<tool_call>',
        '</tool_call>',
      ],
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), fc.array(fc.nat(9), { maxLength: 40 }), (lines, sizes) => {
        const text = lines.join('\n');
        const stream = createBlockStream(options);
        let blocks: NotionBlock[] = [];
        let seen = 0;
        const take = (more: NotionBlock[]): void => {
          blocks = stream.restarts === seen ? [...blocks, ...more] : more;
          seen = stream.restarts;
        };
        let at = 0;
        for (const size of sizes) take(stream.push(text.slice(at, (at += size))));
        take(stream.push(text.slice(at)));
        take(stream.end());
        expect(blocks).toEqual(convertMarkdownToBlocks(cleanAnswer(text), options));
      }),
      { numRuns: 1000 },
    );
  });

  it('are looked for in time that grows with a line, however often a model repeats a mark on it', () => {
    const began = performance.now();
    const header = '<|channel|>analysis<|message|>x';
    for (const part of ['</s>x', '<|endoftext|>foo bar ', '`</think>` ', 'x </think> y', header, '<think>x</think>'])
      withoutThoughts(part.repeat(200_000 / part.length));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

const options = { allowLink: () => true };
