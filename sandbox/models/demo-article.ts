import type { DemoWish } from './demo-wish.ts';

/** Sentences about any topic; `%` is the topic. Neutral, so that none claims a fact. */
const SENTENCES: readonly string[] = [
  'Most people begin with % before they can say what it is.',
  'A good first step with % is to write down what you already know.',
  'Many people meet % in small, everyday situations.',
  'It helps to connect % with something you know well.',
  'Take % in small pieces, one at a time.',
  'A short example usually says more about % than a long definition.',
  'Notes on % are worth keeping in one place and reading again later.',
  'Talking about % with another person shows quickly what is still unclear.',
  'Whoever spends ten minutes a day on % will see progress after some weeks.',
];
const CLOSING = 'In the end, trying things out teaches more about % than reading does.';

const HEADINGS: readonly string[] = [
  'Why it matters',
  'How it works',
  'A small example',
  'What to watch out for',
  'Next steps',
];
const POINTS: readonly string[] = [
  'What % means in one sentence',
  'Where % comes up',
  'A first example for %',
  'Common mistakes with %',
  'How to go on with %',
  'Who knows about %',
  'How much time % takes',
  'What to read about %',
  'What people get wrong about %',
  'How to check what you know about %',
];

/** “Why small teams ship faster” is a clause: inside another sentence it is called what it is. */
const CLAUSE = /^(?:why|how|what|when|where|who|which|whether)\b/iu;
const about = (text: string, topic: string): string =>
  text.replaceAll('%', CLAUSE.test(topic) ? 'this question' : topic);
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const sentencesFrom = (topic: string, start: number, count: number): string =>
  Array.from({ length: count }, (_, index) =>
    capital(about(SENTENCES[(start + index) % SENTENCES.length] ?? '', topic)),
  ).join(' ');

/** Exactly `count` words of prose, ending with a full stop. */
function wordsOf(topic: string, count: number): string {
  const words: string[] = [];
  for (let index = 0; words.length < count; index += 1) words.push(...sentencesFrom(topic, index, 1).split(' '));
  return words
    .slice(0, count)
    .join(' ')
    .replace(/[,.]?$/u, '.');
}

/** A few sentences without headings: as many words or sentences as were asked for, else two sentences. */
export function writeDemoProse(wish: DemoWish): string {
  if (wish.words !== undefined) return wordsOf(wish.topic, wish.words);
  return sentencesFrom(wish.topic, 0, wish.sentences ?? 2);
}

const SECTION_WORDS = 45;

/** An article with headings, a list, a quote and to-dos; about the asked number of words (default 180). */
export function writeDemoArticle(wish: DemoWish): string {
  const { topic } = wish;
  const target = wish.words ?? 180;
  const fixed = [
    `# ${capital(topic)}`,
    sentencesFrom(topic, 0, 2),
    `- **First:** ${about(POINTS[0] ?? '', topic)}\n- **Second:** ${about(POINTS[1] ?? '', topic)}\n- **Third:** ${about(POINTS[2] ?? '', topic)}`,
  ];
  const closing = [`> ${about(CLOSING, topic)}`];
  let left = target - countWords([...fixed, ...closing].join(' '));
  const sections: string[] = [];
  for (let index = 0, start = 2; left > 12; index += 1) {
    const heading = `## ${HEADINGS[index % HEADINGS.length] ?? ''}`;
    const { text, next } = sentencesOf(topic, start, Math.min(left - countWords(heading), SECTION_WORDS));
    start = next;
    left -= countWords(heading) + countWords(text);
    sections.push(heading, text);
  }
  return [...fixed, ...sections, ...closing].join('\n\n');
}

/** Whole sentences from that one on, of about `count` words together, and the one that follows them. */
function sentencesOf(topic: string, start: number, count: number): { readonly text: string; readonly next: number } {
  let text = sentencesFrom(topic, start, 1);
  for (let next = start + 1; ; next += 1) {
    const longer = `${text} ${sentencesFrom(topic, next, 1)}`;
    if (countWords(longer) > count) return { text, next };
    text = longer;
  }
}

const countWords = (text: string): number => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Lists, tables, code, to-dos and outlines, in the order in which they are known, each with a line before it. */
export function writeDemoForms(wish: DemoWish): string {
  const { topic } = wish;
  const count = Math.min(wish.items ?? 5, 60);
  const points = Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / POINTS.length);
    return about(POINTS[index % POINTS.length] ?? '', topic) + (round > 0 ? ` (${round + 1})` : '');
  });
  const blocks: string[] = [];
  if (wish.isCell && wish.forms.has('list')) return points.slice(0, wish.items ?? 3).join(', ');
  if (!wish.isCell) blocks.push(sentencesFrom(topic, 0, 1));
  if (wish.forms.has('outline')) {
    blocks.push(`# ${capital(topic)}`);
    for (const [index, point] of points.entries())
      blocks.push(`## ${index + 1}. ${point}`, `- ${sentencesFrom(topic, index, 1)}`);
  }
  if (wish.forms.has('numbered')) blocks.push(points.map((point, index) => `${index + 1}. ${point}`).join('\n'));
  else if (wish.forms.has('list')) blocks.push(points.map((point) => `- ${point}`).join('\n'));
  if (wish.forms.has('todo')) blocks.push(points.map((point) => `- [ ] ${point}`).join('\n'));
  if (wish.forms.has('table')) {
    const rows = points
      .slice(0, wish.items ?? 3)
      .map((point, index) => `| ${index + 1} | ${point} | ${index % 2 === 0 ? 'open' : 'done'} |`);
    blocks.push(['| No. | Point | State |', '| --- | --- | --- |', ...rows].join('\n'));
  }
  if (wish.forms.has('code')) blocks.push(codeAbout(wish));
  if (wish.forms.has('quote')) blocks.push(`> ${about(CLOSING, topic)}`);
  if (wish.words !== undefined) blocks.push(wordsOf(topic, wish.words));
  return blocks.join('\n\n');
}

function codeAbout(wish: DemoWish): string {
  const text = JSON.stringify(`Hello from a demo about ${wish.topic}`);
  if (/\bpython\b/iu.test(wish.instruction)) return `\`\`\`python\ndef main():\n    print(${text})\n\nmain()\n\`\`\``;
  return `\`\`\`javascript\nfunction main() {\n  console.log(${text});\n}\n\nmain();\n\`\`\``;
}
