/** People of a workspace by the name or e-mail address that somebody gave. */
import type { WorkspaceUser } from './workspace.ts';

/** How people are told apart: by name, and where two share one, by name and address. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
}

/** `none`: nobody is called so. `several`: more than one person is, and it is not guessed who is meant. */
export type PersonMatch = Person | 'none' | 'several';

/** Each person once; bots are none. A later mention adds what an earlier one lacks. */
export function mergePeople(users: readonly WorkspaceUser[]): readonly Person[] {
  const byId = new Map<string, Person>();
  for (const { id, name, kind, email } of users) {
    if (kind === 'bot' || name.trim() === '') continue;
    const known = byId.get(id);
    byId.set(id, { id, name: name.trim(), ...(email !== undefined && { email }), ...known });
  }
  return [...byId.values()];
}

/** The person with exactly this name or address; the case of letters and white space do not count. */
export function matchPerson(given: string, people: readonly Person[]): PersonMatch {
  const wanted = comparable(given);
  if (wanted === '') return 'none';
  const found = people.filter(
    (person) =>
      comparable(person.name) === wanted ||
      (person.email !== undefined && comparable(person.email) === wanted) ||
      comparable(labelled(person)) === wanted,
  );
  const [only] = found;
  if (only === undefined) return 'none';
  return found.length === 1 ? only : 'several';
}

/** What each person is called to a model: the name, with the address where another has the same name. */
export function personLabels(people: readonly Person[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name } of people) counts.set(comparable(name), (counts.get(comparable(name)) ?? 0) + 1);
  return people.map((person) => ((counts.get(comparable(person.name)) ?? 0) > 1 ? labelled(person) : person.name));
}

const labelled = ({ name, email }: Person): string => (email === undefined ? name : `${name} (${email})`);

const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/^mailto:/i, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
