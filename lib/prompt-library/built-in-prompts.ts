import type { SavedPrompt } from './saved-prompt.ts';

interface BuiltInPrompt {
  readonly id: string;
  readonly en: readonly [name: string, text: string];
  readonly de: readonly [name: string, text: string];
}

/** The prompts that come with Visen. Their ids are stored by connections: never rename one. */
const BUILT_IN: readonly BuiltInPrompt[] = [
  {
    id: 'built-in:summarise',
    en: [
      'Summarise',
      'Summarise the following in three to five bullet points, each one sentence. Keep names, numbers and dates.\n\n{{page}}',
    ],
    de: [
      'Zusammenfassen',
      'Fasse den folgenden Text in drei bis fünf Stichpunkten zusammen, jeder ein Satz. Behalte Namen, Zahlen und Daten bei.\n\n{{page}}',
    ],
  },
  {
    id: 'built-in:translate',
    en: [
      'Translate',
      'Translate the following into English. Keep the form: headings, lists, tables, links. Add nothing.\n\n{{page}}',
    ],
    de: [
      'Übersetzen',
      'Übersetze den folgenden Text ins Deutsche. Behalte die Form bei: Überschriften, Listen, Tabellen, Links. Füge nichts hinzu.\n\n{{page}}',
    ],
  },
  {
    id: 'built-in:improve',
    en: [
      'Improve the writing',
      'Rewrite the following so that it is clear, correct and easy to read. Keep its meaning, its language and its form.\n\n{{page}}',
    ],
    de: [
      'Text verbessern',
      'Schreibe den folgenden Text so um, dass er klar, richtig und gut lesbar ist. Behalte Sinn, Sprache und Form bei.\n\n{{page}}',
    ],
  },
  {
    id: 'built-in:tag',
    en: ['Tag', 'Choose the options that fit this topic best: {{title}}'],
    de: ['Einordnen', 'Wähle die Optionen, die am besten zu diesem Thema passen: {{title}}'],
  },
  {
    id: 'built-in:extract',
    en: [
      'Extract facts',
      'Take the facts that are asked for out of the following text. Leave out what the text does not say.\n\n{{page}}',
    ],
    de: [
      'Angaben entnehmen',
      'Entnimm dem folgenden Text die gefragten Angaben. Lass weg, was der Text nicht sagt.\n\n{{page}}',
    ],
  },
  {
    id: 'built-in:article',
    en: [
      'Write an article',
      'Write an article of about 600 words about {{title}}: a short opening, three to five sections with headings, an example, and a closing paragraph.',
    ],
    de: [
      'Artikel schreiben',
      'Schreibe einen Artikel von etwa 600 Wörtern über {{title}}: ein kurzer Einstieg, drei bis fünf Abschnitte mit Überschriften, ein Beispiel und ein Schlussabsatz.',
    ],
  },
  {
    id: 'built-in:answer',
    en: ['Answer', 'Answer this question in two to four sentences. Say so if you are not sure: {{title}}'],
    de: [
      'Beantworten',
      'Beantworte diese Frage in zwei bis vier Sätzen. Sage es, wenn du nicht sicher bist: {{title}}',
    ],
  },
  {
    id: 'built-in:outline',
    en: [
      'Outline',
      'Make an outline about {{title}}: five to eight sections as headings, each with two or three bullet points that say what belongs there.',
    ],
    de: [
      'Gliederung',
      'Erstelle eine Gliederung zu {{title}}: fünf bis acht Abschnitte als Überschriften, jeder mit zwei oder drei Stichpunkten, was hineingehört.',
    ],
  },
];

/** The built-in prompts in the language of the UI (a tag such as `de` or `de-AT`); English for all others. */
export function builtInPrompts(locale: string): readonly SavedPrompt[] {
  const isGerman = /^de\b/iu.test(locale);
  return BUILT_IN.map(({ id, en, de }) => {
    const [name, text] = isGerman ? de : en;
    return { id, name, text, builtIn: true, updatedAt: 0 };
  });
}
