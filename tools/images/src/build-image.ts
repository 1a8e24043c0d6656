import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess, workspaceRoot, type AppName } from '@vocalborn/system-harness';
import type { Workshop } from './workshop.js';

/** The name that the image of an app gets here. */
export const imageOf = (app: AppName): string => `localhost/vocalborn/${app}`;

/** Builds one target of the Dockerfile as it stands. @throws Error with the end of what the build has printed */
export async function buildImage(workshop: Workshop, app: AppName): Promise<void> {
  const options = ['--pull-never', '--layers', '--format', 'docker', '--target', app, '--tag', imageOf(app)];
  const policy = ['--signature-policy', workshop.path('policy.json')];
  const dockerfile = join(workspaceRoot, 'docker', 'Dockerfile');
  const args = ['bud', ...options, ...policy, ...certificates(workshop), '--file', dockerfile, workspaceRoot];
  const logFile = workshop.path(`${app}.log`);
  const build = new ManagedProcess({ ...workshop.command('buildah', args), name: `the build of ${app}`, logFile });
  const { code } = await build.exited;
  if (code !== 0) build.assertRunning();
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
