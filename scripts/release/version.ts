/** The version and the changelog of a release, as texts. */
export const BUMPS = ['patch', 'minor', 'major'] as const;
export type Bump = (typeof BUMPS)[number];

/** @throws Error when `version` is not three numbers: the stores take nothing else */
export function nextVersion(version: string, bump: Bump): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/u.exec(version)?.slice(1).map(Number);
  if (parts === undefined) throw new Error(`${version} is no version`);
  const at = BUMPS.toReversed().indexOf(bump);
  return parts.map((part, index) => (index < at ? part : index === at ? part + 1 : 0)).join('.');
}

export interface ClosedChangelog {
  readonly changelog: string;
  /** What this release brings, for its page. */
  readonly notes: string;
}

/** Closes the section *Unreleased* under the new version, with an empty one above. @throws Error when there is nothing to release */
export function closeUnreleased(changelog: string, version: string, isoDate: string): ClosedChangelog {
  const [head, rest] = changelog.split('## Unreleased\n');
  if (head === undefined || rest === undefined) throw new Error('The changelog has no section “Unreleased”');
  const end = rest.search(/^## /mu);
  const notes = (end < 0 ? rest : rest.slice(0, end)).trim();
  if (notes === '') throw new Error('Nothing is said under “Unreleased”');
  const older = end < 0 ? '' : `\n${rest.slice(end)}`;
  return { notes, changelog: `${head}## Unreleased\n\n## ${version} (${isoDate})\n\n${notes}\n${older}` };
}
