/**
 * Writes what an image must tell of the packages in it: `sbom.cdx.json` (CycloneDX) and `THIRD_PARTY.txt` (licenses). Both
 * list what is installed, not what the lockfile has. Run it where an app is installed:
 * `node docker/describe-packages.mjs <name of the workspace>`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [workspace] = process.argv.slice(2);

/** Programs that packages hold in compiled form, which their own license files do not name. */
const compiledIn = {
  'mpg123-decoder': 'libmpg123 (LGPL-2.1, https://www.mpg123.de), as WebAssembly',
  'opus-decoder': 'libopus (BSD-3-Clause, https://opus-codec.org), as WebAssembly',
  '@wasm-audio-decoders/flac': 'libFLAC (BSD-3-Clause, https://xiph.org/flac), as WebAssembly',
  '@wasm-audio-decoders/ogg-vorbis': 'libogg and libvorbis (BSD-3-Clause, https://xiph.org/vorbis), as WebAssembly',
  'node-web-audio-api': 'Symphonia (MPL-2.0, https://github.com/pdeljanov/Symphonia) and other Rust crates',
};

/** Licenses whose text has to be handed on even where a package lacks it; Debian has the texts. */
const givenInFull = { 'LGPL-3': ['LGPL-3', 'GPL-3'], 'LGPL-2.1': ['LGPL-2.1'], 'MPL-2.0': ['MPL-2.0'] };

const codecParser = `codec-parser is a library under the GNU Lesser General Public License, version 3 or later. Its source is in
node_modules/codec-parser/src. It is loaded from there and is not part of another file: to use another version of it,
replace that folder.`;

const packages = ['.', ...['apps', 'libs', 'tools'].flatMap(foldersIn)]
  .flatMap((folder) => packagesBelow(join(folder, 'node_modules')))
  .toSorted((one, other) => (one.path < other.path ? -1 : 1));

writeFileSync('sbom.cdx.json', `${JSON.stringify(sbom(), null, 1)}\n`);
writeFileSync('THIRD_PARTY.txt', notices());

function foldersIn(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** The packages of a folder node_modules; links, which lead to projects of this workspace, are no packages. */
function packagesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const path = join(folder, name);
      if (name.startsWith('@')) return packagesBelow(path);
      const manifest = join(path, 'package.json');
      if (!existsSync(manifest)) return [];
      const { name: full, version, license, licenses, author, homepage } = JSON.parse(readFileSync(manifest, 'utf8'));
      const told = { name: full, version, license: licenseOf(license, licenses), author: personOf(author), homepage };
      return [{ ...told, path }, ...packagesBelow(join(path, 'node_modules'))];
    });
}

/** Some old packages have objects or lists where an SPDX expression belongs. */
function licenseOf(license, licenses = []) {
  const named = [license ?? licenses].flat().map((one) => (typeof one === 'string' ? one : one.type));
  return named.length === 0 ? 'see its license text' : named.join(' OR ');
}

function personOf(person) {
  return typeof person === 'object' ? person.name : person;
}

/** npm's list, less what was not installed or was removed, and with what the lockfile does not know. */
function sbom() {
  const args = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const text = execFileSync('npm', [...args, '-w', workspace], { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  const listed = JSON.parse(text);
  const components = listed.components.filter((component) => existsSync(pathOf(component)));
  const known = new Set(components.map(({ purl }) => purl));
  const others = packages.map(asComponent).filter(({ purl }) => !known.has(purl));
  const all = [...components, ...others];
  const refs = new Set([listed.metadata.component, ...all].map((component) => component['bom-ref']));
  const dependencies = listed.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  // Without the time and the random number, an image that is built again from the same sources is the same.
  delete listed.serialNumber;
  delete listed.metadata.timestamp;
  return { ...listed, components: all, dependencies };
}

function pathOf({ properties = [] }) {
  return properties.find(({ name }) => name === 'cdx:npm:package:path')?.value ?? '';
}

function asComponent({ name, version, license, path }) {
  return {
    'bom-ref': `${name}@${version}`,
    type: 'library',
    name,
    version,
    purl: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`,
    licenses: [{ license: { name: license } }],
    properties: [{ name: 'cdx:npm:package:path', value: path }],
  };
}

function notices() {
  const inside = packages.filter(({ name }) => name in compiledIn);
  const lines = inside.map(({ name }) => `- ${name} holds ${compiledIn[name]}`);
  return [
    'Third-party software in this image',
    'Node.js: /usr/local/LICENSE. Debian packages: /usr/share/doc/*/copyright.',
    ...(existsSync('apps/monitor-web/package.json') && workspace === '@vocalborn/monitor'
      ? ['The bundle of the dashboard: apps/monitor-web/dist/THIRD_PARTY.md.']
      : []),
    'npm packages: below, with their license texts. They are unmodified; their folders hold what npm publishes.',
    ...(lines.length === 0 ? [] : [`Programs in compiled form:\n${lines.join('\n')}`]),
    ...(packages.some(({ name }) => name === 'codec-parser') ? [codecParser] : []),
    ...licenseTexts().map(([text, users]) => `${'='.repeat(80)}\n${users.join('\n')}\n\n${text}`),
    ...textsInFull().map((name) => `${'='.repeat(80)}\n${name}\n\n${commonLicense(name)}`),
  ].join('\n\n');
}

/** Each license text once, with the packages that have it. */
function licenseTexts() {
  const users = new Map();
  for (const one of packages) {
    const text = licenseText(one);
    users.set(text, [...(users.get(text) ?? []), `${one.name} ${one.version} (${one.license})`]);
  }
  return [...users];
}

function licenseText({ path, license, author, homepage }) {
  const texts = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map(({ name }) => readFileSync(join(path, name), 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n');
  const told = [`License: ${license}`, author && `Author: ${author}`, homepage && `Home page: ${homepage}`];
  return `The package has no license file. Its package.json says:\n${told.filter(Boolean).join('\n')}`;
}

function textsInFull() {
  const named = packages.map(({ name, license }) => `${license} ${compiledIn[name] ?? ''}`).join('\n');
  return [...new Set(Object.keys(givenInFull).flatMap((id) => (named.includes(id) ? givenInFull[id] : [])))];
}

function commonLicense(name) {
  return readFileSync(join('/usr/share/common-licenses', name), 'utf8').trim();
}
