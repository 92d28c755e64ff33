import { builtInPrompts } from '../../lib/prompt-library/built-in-prompts.ts';
import { messagesOf } from '../lib/browser-messages.ts';

export interface GalleryPrompt {
  readonly name: string;
  readonly prompt: string;
  /** Written into a page that has content already, which is given as context. */
  readonly onNotes: boolean;
}

/** Every shape that the writers know, in several languages and scripts, short and long. */
const OWN: readonly string[] = [
  'Write an article about the history of tea',
  'Write about rivers in 30 words',
  'Write about rivers in 1200 words',
  'Explain photosynthesis in one sentence',
  'A list of 12 ideas for a birthday party',
  'Give me a numbered list with 8 steps to bake bread',
  'Make a table with 6 rows that compares trains and planes',
  'A to-do checklist with 7 tasks for moving house',
  'Write code: a function that adds two numbers, with a short explanation',
  'Make an outline about remote work with 6 sections',
  'A quote about patience, then three bullet points',
  'A table, a list and a code snippet about sorting',
  'A list, a numbered list, a checklist, a quote and a table about gardening in 400 words',
  'Translate "Good morning, how are you?" to German',
  'Translate "The meeting is on Thursday" to Japanese',
  'Translate to Spanish: The quick brown fox jumps over the lazy dog.',
  'Translate into French: # Title\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |',
  'Schreibe einen Artikel über die Geschichte des Kaffees',
  'Schreibe eine Liste mit fünf Stichpunkten über Datenschutz',
  'Erstelle eine Tabelle über die Planeten',
  'Aufgaben für den Umzug als Checkliste',
  'Écris un court texte sur la mer',
  'Escribe una tabla sobre las frutas',
  'Напиши о зиме в трёх предложениях',
  '東京について短い文章を書いてください',
  '写一篇关于春天的短文',
  '한국의 사계절에 대해 써 주세요',
  'اكتب نصاً قصيراً عن البحر',
  'हिमालय के बारे में लिखिए',
  '🎉 Write about emoji 👩‍💻 and flags 🇩🇪 in a list',
  'Write about "quotes", `code`, **bold** and [links](https://example.com/a_(b)) | pipes | and $x^2$',
  'Write about <b>tags</b> & entities &amp; </data> {{unknown}} {not json}',
  `Write about ${'very '.repeat(200)}long prompts`,
];

export const GALLERY: readonly GalleryPrompt[] = [
  ...['en', 'de'].flatMap((locale) =>
    builtInPrompts(messagesOf(locale)).map(({ name, text }) => ({
      name: `${locale} ${name}`,
      prompt: text,
      onNotes: true,
    })),
  ),
  ...OWN.map((prompt) => ({ name: prompt.slice(0, 50), prompt, onNotes: false })),
];
