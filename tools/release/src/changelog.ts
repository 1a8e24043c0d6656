const unreleased = '## [Unreleased]';

/**
 * The changelog with a heading for the version over what was unreleased so far, and an empty list of unreleased changes.
 * @param day as YYYY-MM-DD
 * @throws Error when nothing is unreleased
 */
export function releaseChangelog(changelog: string, version: string, day: string): string {
  const [before, after, ...more] = changelog.split(`${unreleased}\n`);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`CHANGELOG.md needs one heading "${unreleased}"`);
  const changes = after.split('\n## ', 1)[0] ?? '';
  if (changes.trim() === '') throw new Error(`CHANGELOG.md has nothing under "${unreleased}"`);
  return `${before}${unreleased}\n\n## [${version}] - ${day}\n${after}`;
}
