/** `npm run bench -- <name>`: cold-start, connections, estimate, fill (default), long-life, markdown, model-bound, opening, popup, resume, scroll, stress, typing, writing. Prints figures; exits 1 where a promise is not kept. */
import { runColdStartBench } from './cold-start.ts';
import { runConnectionsBench } from './connections.ts';
import { runEstimateBench } from './estimate.ts';
import { runFillBench } from './fill.ts';
import { runLongLifeBench } from './long-life.ts';
import { runMarkdownBench } from './markdown.ts';
import { runModelBoundBench } from './model-bound.ts';
import { runPopupBench } from './popup.ts';
import { runOpeningBench } from './opening.ts';
import { runResumeBench } from './resume.ts';
import { runScrollBench } from './scroll.ts';
import { runStressBench } from './stress.ts';
import { runTypingBench } from './typing.ts';
import { runWritingBench } from './writing.ts';

const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  'cold-start': runColdStartBench,
  connections: runConnectionsBench,
  estimate: runEstimateBench,
  fill: runFillBench,
  'long-life': runLongLifeBench,
  markdown: runMarkdownBench,
  'model-bound': runModelBoundBench,
  popup: runPopupBench,
  opening: runOpeningBench,
  resume: runResumeBench,
  scroll: runScrollBench,
  stress: runStressBench,
  typing: runTypingBench,
  writing: runWritingBench,
};
const name = process.argv[2] ?? 'fill';
const bench = BENCHES[name];
if (!bench) {
  console.error(`There is no bench “${name}”. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
process.exitCode = (await bench()) ? 0 : 1;
