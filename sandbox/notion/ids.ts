/** Ids of the shape Notion gives now (UUIDv8), the same ones in the same order on every run. */
export function createIdGenerator(seed = 1): () => string {
  let counter = 0;
  const random = mulberry32(seed);
  return () => {
    counter += 1;
    const hex = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
    const tail = counter.toString(16).padStart(6, '0');
    return `2481${hex(4)}-${hex(4)}-8${hex(3)}-${'89ab'[Math.floor(random() * 4)] ?? '8'}${hex(3)}-${hex(6)}${tail}`;
  };
}

/** A small seeded generator of numbers in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Dashed lower-case form of an id written with or without dashes; undefined when it is none. */
export function normalizeId(value: string): string | undefined {
  if (!UUID.test(value)) return undefined;
  const hex = value.replaceAll('-', '').toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

export const bareId = (id: string): string => id.replaceAll('-', '');

/** The address the API returns for a page or database since June 2026. */
export function webUrl(id: string, title: string): string {
  const slug = title.replace(/[^a-z0-9]+/gi, '-').replace(/^-+|-+$/g, '');
  return `https://app.notion.com/p/${slug === '' ? '' : `${slug}-`}${bareId(id)}`;
}
