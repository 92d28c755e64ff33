/**
 * Allows `most` uses in any `perMs` milliseconds. Keeps two scripts that both insist on a place in the same row from
 * turning each other's mutation observers into an endless loop.
 */
export function createBurstLimit(most: number, perMs: number, now: () => number): () => boolean {
  let uses: number[] = [];
  return () => {
    const time = now();
    uses = uses.filter((used) => time - used < perMs);
    if (uses.length >= most) return false;
    uses.push(time);
    return true;
  };
}
