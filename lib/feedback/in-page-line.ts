import * as v from 'valibot';

import { cleanStamp } from '../in-page/diagnosis.ts';
import type { InPageDiagnosis } from '../in-page/diagnosis.ts';

/** From inside somebody else's document: known words, or short and clean. */
const stamp = v.pipe(
  v.string(),
  v.transform((text) => cleanStamp(text)),
);
const diagnosisSchema: v.GenericSchema<unknown, InPageDiagnosis> = v.object({
  clientVersion: stamp,
  place: v.picklist(['topbar', 'corner', 'over-peek', 'none']),
  anchor: v.picklist(['share', 'more', 'row', 'topbar', 'none']),
  theme: v.object({
    theme: v.picklist(['light', 'dark']),
    source: v.picklist(['app', 'body', 'background', 'system']),
  }),
  language: stamp,
});

/** What the content script answered; undefined for no answer, or one that is none. */
export function readDiagnosis(answer: unknown): InPageDiagnosis | undefined {
  const parsed = v.safeParse(diagnosisSchema, answer);
  return parsed.success ? parsed.output : undefined;
}

/** How the button stands in an open Notion tab, in one line. */
export function writeInPageLine(diagnosis: InPageDiagnosis | undefined): string {
  if (diagnosis === undefined) return 'no answer (opened before Visen, or access withheld)';
  const { clientVersion, place, anchor, theme, language } = diagnosis;
  return [
    `client ${clientVersion || 'unknown'}`,
    `button ${place}`,
    `anchor ${anchor}`,
    `theme ${theme.theme} by ${theme.source}`,
    `language ${language || 'unknown'}`,
  ].join(', ');
}
