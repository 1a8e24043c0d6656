import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '@vocalborn/system-harness';
import type { Workshop } from './workshop.js';

/**
 * Makes a stand-in for Node's official image, which cannot be pulled without a registry: Debian's base system, a Node of the
 * same major version with this machine's npm, and the user that the official one has.
 * @returns its name, with which the Dockerfile begins
 */
export async function ensureBaseImage(workshop: Workshop, say: (line: string) => void): Promise<string> {
  const dockerfile = readFileSync(join(workspaceRoot, 'docker', 'Dockerfile'), 'utf8');
  const [, tag, major] = /^ARG NODE_IMAGE=(node:(\d+)-bookworm-slim)$/m.exec(dockerfile) ?? [];
  if (tag === undefined || major === undefined)
    throw new Error('the Dockerfile names no NODE_IMAGE that is known here');
  const image = `docker.io/library/${tag}`;
  const present = await workshop.run('buildah', 'images', '--quiet', image).catch(() => '');
  if (present !== '') return image;
  const system = workshop.path(`base-${major}`);
  if (!existsSync(system)) {
    say('Making the base system (a minute) …');
    await bootstrap(workshop, system, nodeOf(workshop, major));
  }
  const version = execFileSync(join(system, 'usr/local/bin/node'), ['--version'], { encoding: 'utf8' }).trim();
  say(`Making ${image}, with Node ${version} inside …`);
  const container = await workshop.run('buildah', 'from', 'scratch');
  await workshop.run('buildah', 'copy', '--quiet', container, system, '/');
  await workshop.run('buildah', 'config', '--cmd', 'node', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
  const policy = ['--signature-policy', workshop.path('policy.json')];
  await workshop.run('buildah', 'commit', '--quiet', '--rm', '--format', 'docker', ...policy, container, image);
  return image;
}

/** This machine's Node if it is of that major version, else one from a package of the npm registry. */
function nodeOf(workshop: Workshop, major: string): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const folder = workshop.path(`node-${major}`);
  const name = `node-linux-${process.arch}`;
  mkdirSync(folder, { recursive: true });
  // Without a manifest of its own, npm would install into the workspace above.
  writeFileSync(join(folder, 'package.json'), '{}');
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-package-lock',
    '--loglevel=error',
    `${name}@${major}`,
  ];
  execFileSync('npm', args, { cwd: folder });
  return join(folder, 'node_modules', name, 'bin/node');
}

/** Made under another name and renamed when complete, so that an interrupted one is not taken for whole. */
async function bootstrap(workshop: Workshop, system: string, node: string): Promise<void> {
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
  addNode(join(draft, 'usr/local'), node);
  renameSync(draft, system);
}

const debootstrapArgs = ['--variant=minbase', '--include=libstdc++6', 'bookworm'];

/** As in Debian's official images: no caches of packages in a layer. */
const dockerClean = `Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };
`;

function addNode(prefix: string, node: string): void {
  const npm = dirname(dirname(execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' })));
  cpSync(node, join(prefix, 'bin/node'));
  cpSync(npm, join(prefix, 'lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(prefix, 'bin', name));
  }
}
