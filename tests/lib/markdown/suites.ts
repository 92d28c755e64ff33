import { tests as commonMark } from 'commonmark-spec';
import { GFM_TEXTS } from './gfm-texts.ts';
import { MEANT } from './meant.ts';

/** Whole suites of Markdown, by where they come from. */
export const SUITES: Readonly<Record<string, readonly string[]>> = {
  'CommonMark 0.31.2, each example': commonMark.map(({ markdown }) => markdown.replaceAll('→', '\t')),
  'CommonMark 0.31.2, each section as one text': sections(),
  'GFM, texts for each of its extensions': GFM_TEXTS.map(([markdown]) => markdown),
  'what models mean': Object.values(MEANT).flatMap((cases) => cases.map(([markdown]) => markdown)),
};

function sections(): string[] {
  const texts = new Map<string, string>();
  for (const { markdown, section } of commonMark) texts.set(section, `${texts.get(section) ?? ''}${markdown}\n`);
  return [...texts.values()].map((text) => text.replaceAll('→', '\t'));
}
