import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Workshop } from './workshop.js';

/** The name that the Dockerfile begins with. */
const baseImage = 'docker.io/library/node:22-bookworm-slim';

/**
 * Makes a stand-in for Node's official image, which cannot be pulled without a registry: Debian's base system, this
 * machine's own Node and npm (hence of its version, whatever the name says), and the user that the official one has.
 */
export async function ensureBaseImage(workshop: Workshop, say: (line: string) => void): Promise<void> {
  const present = await workshop.run('buildah', 'images', '--quiet', baseImage).catch(() => '');
  if (present !== '') return;
  const system = workshop.path('base');
  if (!existsSync(system)) {
    say('Making the base system (a minute) …');
    await bootstrap(workshop, system);
  }
  say(`Making ${baseImage}, with this machine's Node ${process.versions.node} inside …`);
  const container = await workshop.run('buildah', 'from', 'scratch');
  await workshop.run('buildah', 'copy', '--quiet', container, system, '/');
  await workshop.run('buildah', 'config', '--cmd', 'node', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
  const policy = ['--signature-policy', workshop.path('policy.json')];
  await workshop.run('buildah', 'commit', '--quiet', '--rm', '--format', 'docker', ...policy, container, baseImage);
}

/** Made under another name and renamed when complete, so that an interrupted one is not taken for whole. */
async function bootstrap(workshop: Workshop, system: string): Promise<void> {
  const draft = `${system}.unfinished`;
  rmSync(draft, { recursive: true, force: true });
  const library = '/usr/share/debootstrap';
  await workshop.run('env', `DEBOOTSTRAP_DIR=${library}`, 'debootstrap', ...debootstrapArgs, draft);
  await workshop.run('chroot', draft, 'useradd', '--uid', '1000', '--user-group', '--create-home', 'node');
  for (const emptied of ['var/cache/apt', 'var/lib/apt/lists', 'var/log']) {
    rmSync(join(draft, emptied), { recursive: true });
    mkdirSync(join(draft, emptied, emptied === 'var/log' ? '' : 'partial'), { recursive: true });
  }
  writeFileSync(join(draft, 'etc/apt/apt.conf.d/docker-clean'), dockerClean);
  addNode(join(draft, 'usr/local'));
  renameSync(draft, system);
}

const debootstrapArgs = ['--variant=minbase', '--include=libstdc++6', 'bookworm'];

/** As in Debian's official images: no caches of packages in a layer. */
const dockerClean = `Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };
`;

function addNode(prefix: string): void {
  const npm = dirname(dirname(execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' })));
  cpSync(process.execPath, join(prefix, 'bin/node'));
  cpSync(npm, join(prefix, 'lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(prefix, 'bin', name));
  }
}
