import { currentRevision } from './build-image.js';
import { runInImage } from './check-image.js';
import { readConfig } from './container.js';
import { imageOf, type Target } from './build-image.js';
import type { Workshop } from './workshop.js';

const mostMegabytes = 250;

/** What no image may hold: compilers, package managers, tests, and binaries that it cannot run. */
const forbidden = [
  ...['/usr/bin/gcc', '/usr/bin/cc', '/usr/bin/make', '/usr/bin/python3'],
  ...['/usr/local/bin/npm', '/usr/local/bin/npx', '/usr/local/bin/yarn', '/usr/local/lib/node_modules/npm'],
  ...['node_modules/typescript', 'node_modules/vitest', 'node_modules/@swc/core', 'node_modules/nx'],
  ...['docker', 'tools/images', 'package-lock.json', '.env'],
];

/** Runs in the image: which of the names in its arguments are there, and what it tells of itself. */
const look = `
const { existsSync, readFileSync, readdirSync, accessSync, constants } = require('node:fs');
const writable = ['/', '/srv', '/usr/local/bin', '/etc'].filter((folder) => {
  try { accessSync(folder, constants.W_OK); return true; } catch { return false; }
});
const own = ['apps', 'libs', 'tools'].filter(existsSync).flatMap((folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => !name.includes('node_modules')));
const sbom = JSON.parse(readFileSync('sbom.cdx.json', 'utf8'));
const notices = readFileSync('THIRD_PARTY.txt', 'utf8');
console.log(JSON.stringify({
  present: process.argv.slice(1).filter(existsSync),
  writable,
  user: process.getuid(),
  tests: own.filter((name) => /\\.spec\\.|\\/fixtures\\//.test(name)),
  foreign: readdirSync('node_modules', { recursive: true }).filter((name) =>
    /\\.node$/.test(name) && /darwin|win32/.test(name)),
  components: sbom.components.length,
  unnoticed: sbom.components.filter(({ name, group, version, properties = [] }) =>
    properties.some(({ value }) => value.includes('node_modules/')) &&
    !notices.includes((group ? group + '/' + name : name) + ' ' + version)).map(({ name }) => name),
  codecParser: !existsSync('node_modules/codec-parser') || /codec-parser [\\d.]+ \\(LGPL-3/.test(notices),
}));`;

interface Seen {
  readonly present: readonly string[];
  readonly writable: readonly string[];
  readonly user: number;
  readonly tests: readonly string[];
  readonly foreign: readonly string[];
  readonly components: number;
  readonly unnoticed: readonly string[];
  readonly codecParser: boolean;
}

/**
 * Checks what is in an image, whom it runs as, what it tells of itself, and its size beside the base image.
 * @returns what was seen
 * @throws Error with every fault
 */
export async function checkContent(workshop: Workshop, target: Target, base: string): Promise<string> {
  const { User: user, Labels: labels } = await readConfig(workshop, target);
  const command = ['node', '-e', look, ...forbidden];
  const seen = JSON.parse(await runInImage(workshop, target, { env: {}, command })) as Seen;
  const whole = await megabytes(workshop, imageOf(target));
  const added = whole - (await megabytes(workshop, base));
  const faults = [
    ...(user === '1000:1000' && seen.user === 1000 ? [] : [`runs as ${user || 'root'}`]),
    ...seen.present.map((name) => `holds ${name}`),
    ...seen.tests.map((name) => `holds the test ${name}`),
    ...seen.foreign.map((name) => `holds ${name} of another platform`),
    ...seen.writable.map((folder) => `can write to ${folder}`),
    ...(seen.components > 0 ? [] : ['the SBOM is empty']),
    ...seen.unnoticed.map((name) => `THIRD_PARTY.txt does not name ${name}`),
    ...(seen.codecParser ? [] : ['THIRD_PARTY.txt does not tell the license of codec-parser']),
    ...labelFaults(labels),
    ...(added <= mostMegabytes ? [] : [`adds ${added.toFixed(0)} MB to the base image`]),
  ];
  if (faults.length > 0) throw new Error(`${target}: ${faults.join('; ')}`);
  return `${whole.toFixed(0)} MB, ${added.toFixed(0)} MB without the base image, ${seen.components} components`;
}

function labelFaults(labels: Readonly<Record<string, string>>): string[] {
  const names = ['title', 'description', 'version', 'revision', 'source', 'licenses', 'vendor'];
  const missing = names.filter((name) => !labels[`org.opencontainers.image.${name}`]);
  const revision = labels['org.opencontainers.image.revision'];
  return [
    ...missing.map((name) => `has no label ${name}`),
    ...(revision === currentRevision() ? [] : [`names the revision ${revision ?? ''}`]),
  ];
}

/** The size of an image, of all its layers. */
async function megabytes(workshop: Workshop, image: string): Promise<number> {
  const text = await workshop.run('buildah', 'images', '--format', '{{.Size}}', image);
  const [, size = '', unit = ''] = /^([\d.]+) ([KMG])B$/.exec(text) ?? [];
  const factor = { K: 0.001, M: 1, G: 1_000 }[unit];
  if (factor === undefined) throw new Error(`${image} has the size ${text}`);
  return Number(size) * factor;
}
