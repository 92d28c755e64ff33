/**
 * Ranks texts by BM25: how often a word stands in a text, against how long the text is and how many texts have the word.
 * Robertson and Zaragoza, https://doi.org/10.1561/1500000019
 */
import { wordsOf } from './words.ts';

const K1 = 1.2;
const B = 0.75;
/** A word of the title counts as so many. */
const TITLE_WEIGHT = 2;
/** Different words of one text that are looked at: the first ones. */
const MOST_WORDS = 400;
/** A word and its place among all are sorted as one number: 31 bits of a hash, 22 of the place. */
const PLACES = 2 ** 22;

export interface RankedText {
  readonly title: string;
  readonly text: string;
}

/** Words that are looked for, with their weights. */
export type WeightedWords = ReadonlyMap<string, number>;

/** Each word of each text is a line of three numbers: a million of them take some 20 MB, where strings would take hundreds. */
export class RankIndex {
  readonly #lengths: number[] = [];
  #total = 0;
  #count = 0;
  #words = new Float64Array(1_024);
  #texts = new Int32Array(1_024);
  #times = new Uint8Array(1_024);
  #isSorted = true;

  get size(): number {
    return this.#lengths.length;
  }

  /** Takes in the next text; its number is the `size` before. Beyond four million words texts are kept, but not found. */
  add({ title, text }: RankedText): void {
    this.#unsort();
    const counts = new Map<string, number>();
    const count = (word: string, weight: number) => {
      const known = counts.get(word);
      if (known !== undefined || counts.size < MOST_WORDS) counts.set(word, (known ?? 0) + weight);
    };
    for (const word of wordsOf(title)) count(word, TITLE_WEIGHT);
    for (const word of wordsOf(text)) count(word, 1);
    let length = 0;
    for (const [word, times] of counts) {
      length += times;
      if (this.#count >= PLACES) continue;
      this.#makeRoom();
      this.#words[this.#count] = hashOf(word) * PLACES + this.#count;
      this.#texts[this.#count] = this.size;
      this.#times[this.#count] = Math.min(times, 255);
      this.#count += 1;
    }
    this.#lengths.push(length);
    this.#total += length;
  }

  /** Numbers of the texts that have a word of these, best first; of equal ones the one that was added first. */
  search(words: WeightedWords, most: number): number[] {
    this.#sort();
    const scores = new Map<number, number>();
    const average = this.#total / Math.max(1, this.size);
    for (const [word, weight] of words) {
      const from = this.#firstAt(hashOf(word) * PLACES);
      const to = this.#firstAt((hashOf(word) + 1) * PLACES);
      const rarity = Math.log(1 + (this.size - (to - from) + 0.5) / (to - from + 0.5));
      for (let at = from; at < to; at += 1) {
        const place = this.#words[at]! % PLACES;
        const text = this.#texts[place]!;
        const times = this.#times[place]!;
        const norm = K1 * (1 - B + (B * this.#lengths[text]!) / average);
        scores.set(text, (scores.get(text) ?? 0) + weight * rarity * ((times * (K1 + 1)) / (times + norm)));
      }
    }
    const ranked = [...scores].sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b);
    return ranked.slice(0, most).map(([text]) => text);
  }

  #makeRoom(): void {
    if (this.#count < this.#words.length) return;
    const size = this.#words.length * 2;
    this.#words = grow(this.#words, new Float64Array(size));
    this.#texts = grow(this.#texts, new Int32Array(size));
    this.#times = grow(this.#times, new Uint8Array(size));
  }

  #sort(): void {
    if (!this.#isSorted) this.#words.subarray(0, this.#count).sort();
    this.#isSorted = true;
  }

  /** Back in the order of their places. */
  #unsort(): void {
    if (this.#isSorted && this.#count > 0) {
      const sorted = this.#words.slice(0, this.#count);
      for (const word of sorted) this.#words[word % PLACES] = word;
    }
    this.#isSorted = false;
  }

  /** The first line whose number is not less. */
  #firstAt(number: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#words[middle]! < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function grow<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

/** FNV-1a over UTF-16 units, 31 bits of it. Two words that share one are rare, and cost nothing but a worse rank. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13)) >>> 1;
}
