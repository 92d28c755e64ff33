/** `node scripts/release/compare.ts <folder> <folder>`: ends with 1 and a line for each difference. */
import { compareFolders } from './compare-folders.ts';

const [one, other] = process.argv.slice(2);
if (one === undefined || other === undefined) throw new Error('Two folders to compare, please');
const differences = compareFolders(one, other);
for (const line of differences) console.log(line);
console.log(differences.length === 0 ? `${one} and ${other} are the same` : `${differences.length} files differ`);
process.exitCode = differences.length === 0 ? 0 : 1;
