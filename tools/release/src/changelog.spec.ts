import { describe, expect, it } from 'vitest';
import { releaseChangelog } from './changelog.js';

const changelog = `# Changelog

## [Unreleased]

### Added

- A thing.

## [0.1.0] - 2026-01-01
`;

describe('a changelog at a release', () => {
  it('has what was unreleased under the version and the day', () => {
    expect(releaseChangelog(changelog, '0.2.0', '2026-02-03')).toBe(`# Changelog

## [Unreleased]

## [0.2.0] - 2026-02-03

### Added

- A thing.

## [0.1.0] - 2026-01-01
`);
  });

  it('is refused when nothing is unreleased', () => {
    const released = releaseChangelog(changelog, '0.2.0', '2026-02-03');
    expect(() => releaseChangelog(released, '0.3.0', '2026-02-04')).toThrow('nothing under');
  });

  it.each(['# Changelog\n', changelog + changelog])('is refused without exactly one heading', (text) => {
    expect(() => releaseChangelog(text, '0.2.0', '2026-02-03')).toThrow('needs one heading');
  });
});
