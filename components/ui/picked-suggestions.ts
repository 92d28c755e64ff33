export interface Suggestion {
  readonly value: string;
  readonly label?: string;
}

/** More than anybody scrolls through; a server may list tens of thousands. */
const MOST = 200;

/** As many suggestions as a list can show: of a longer list, those that hold what is typed. */
export function pickSuggestions(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  if (all.length <= MOST) return all;
  const wanted = typed.trim().toLowerCase();
  const picked: Suggestion[] = [];
  for (const suggestion of all) {
    const { value, label = '' } = suggestion;
    if (value.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted)) picked.push(suggestion);
    if (picked.length === MOST) break;
  }
  return picked;
}
