import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { releaseVersion } from 'nx/release';
import { releaseChangelog } from './changelog.js';
import { changeVersion, filesWithVersion } from './version-mentions.js';

/**
 * `npm run release -- <version>`: writes the version into every package, the lock file, the images and the manifests, closes
 * the list of unreleased changes, commits, and tags the commit `v<version>`. It pushes nothing. `--dry-run` only tells what
 * it would change.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
const [version, ...more] = positionals;
const isDryRun = values['dry-run'] ?? false;

const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

try {
  if (version === undefined || more.length > 0) throw new Error('usage: npm run release -- <version> [--dry-run]');
  if (!isDryRun && git('status', '--porcelain') !== '') throw new Error('commit or remove your changes first');
  await release(version);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function release(specifier: string): Promise<void> {
  const { version: present } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  // All texts before the first write, so that a refusal leaves nothing half done.
  const texts = new Map(
    filesWithVersion.map((file) => [file, changeVersion(readFileSync(file, 'utf8'), present, specifier)]),
  );
  const day = new Date().toISOString().slice(0, 10);
  texts.set('CHANGELOG.md', releaseChangelog(readFileSync('CHANGELOG.md', 'utf8'), specifier, day));
  await releaseVersion({ specifier, dryRun: isDryRun, gitCommit: false, gitTag: false, stageChanges: false });
  if (isDryRun) {
    console.log(`would change ${[...texts.keys()].join(', ')}, commit, and tag v${specifier}`);
    return;
  }
  for (const [file, text] of texts) writeFileSync(file, text);
  git('commit', '--all', '--quiet', '--message', `release: ${specifier}`);
  git('tag', '--annotate', `v${specifier}`, '--message', `Version ${specifier}`);
  console.log(`committed and tagged v${specifier}; push it with: git push --follow-tags`);
}
