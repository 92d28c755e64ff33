/** `npm run tree-hash -- <folder> …`: one hash for each folder of a build. */
import { hashTree } from './compare-folders.ts';

for (const folder of process.argv.slice(2)) console.log(`${hashTree(folder)}  ${folder}`);
