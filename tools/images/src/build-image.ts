import type { AppName } from '@vocalborn/system-harness';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess, workspaceRoot } from '@vocalborn/system-harness';
import type { Workshop } from './workshop.js';

/** The images of the Dockerfile: one per app, and the command line. */
export const targets = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor', 'cli'] as const;

export type Target = (typeof targets)[number];

/** The images that serve something. */
export const apps: readonly AppName[] = targets.filter((target) => target !== 'cli');

/** The name that an image gets here. */
export const imageOf = (target: Target): string => `localhost/vocalborn/${target}`;

/** Builds one target of the Dockerfile as it stands. @throws Error with the end of what the build has printed */
export async function buildImage(workshop: Workshop, target: Target): Promise<void> {
  const options = ['--pull-never', '--layers', '--format', 'docker', '--target', target, '--tag', imageOf(target)];
  const policy = ['--signature-policy', workshop.path('policy.json')];
  const revision = [
    '--build-arg',
    `REVISION=${currentRevision()}`,
    ...(isOfEarlierRevision(workshop) ? ['--no-cache'] : []),
  ];
  const dockerfile = join(workspaceRoot, 'docker', 'Dockerfile');
  const sources = [...certificates(workshop), '--file', dockerfile, workspaceRoot];
  const args = ['bud', ...options, ...revision, ...policy, ...sources];
  const logFile = workshop.path(`${target}.log`);
  const build = new ManagedProcess({ ...workshop.command('buildah', args), name: `the build of ${target}`, logFile });
  const { code } = await build.exited;
  if (code !== 0) build.assertRunning();
}

/** buildah takes layers of an earlier build although a label has another value now. */
function isOfEarlierRevision(workshop: Workshop): boolean {
  const file = workshop.path('revision-of-layers');
  return existsSync(file) && readFileSync(file, 'utf8') !== currentRevision();
}

/** Notes of which commit the layers are, once every target is built. */
export function noteRevision(workshop: Workshop): void {
  writeFileSync(workshop.path('revision-of-layers'), currentRevision());
}

/** The commit that is built, as a release names it. */
export function currentRevision(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: workspaceRoot, encoding: 'utf8' }).trim();
}

/** Behind a proxy that signs with its own authority, npm inside of the build has to trust what this machine trusts. */
function certificates(workshop: Workshop): string[] {
  const authority = process.env['NODE_EXTRA_CA_CERTS'];
  if (authority === undefined || authority === '') return [];
  const inside = '/usr/local/share/build-authority.pem';
  const npmrc = workshop.path('npmrc');
  writeFileSync(npmrc, `cafile=${inside}\n`);
  return ['--volume', `${authority}:${inside}:ro`, '--volume', `${npmrc}:/usr/local/etc/npmrc:ro`];
}
