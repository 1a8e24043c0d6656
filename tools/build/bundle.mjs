/**
 * Bundles the entries of an app, such as `main`, each with the code that it imports, in place in `dist`. Loading the 1,800
 * files of the gateway takes two seconds of CPU time, loading its bundle 0.65 s. Each entry is bundled by itself: chunks
 * that entries share would make one process load code that only the other needs. Run it in the project's folder after
 * transpile.mjs.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

/** Packages that load files of their own by path, and `ioredis`, which the apps share with `bull`. */
const loadedByPath = ['bull', 'ioredis', 'pg', 'pg-copy-streams', 'pino'];

/** Packages that are loaded when they are first used, if at all. */
const loadedLate = [
  ...['@nestjs/swagger', 'typeorm', 'yaml', '@aws-sdk', '@fastify/static'],
  ...['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'],
];

/** Optional packages of Nest that no app has. */
const optional = [
  ...['@nestjs/microservices', '@nestjs/websockets', '@nestjs/platform-express'],
  ...['@fastify/view', '@fastify/multipart'],
];

/**
 * Packages whose CommonJS form Node loads, but whose ECMAScript modules the bundle takes, because of those it leaves out
 * what no app uses: of class-validator 0.8 of 0.9 MB.
 */
const asModules = ['class-validator', 'class-transformer'];
const { resolve } = createRequire(import.meta.url);
const alias = Object.fromEntries(
  asModules.map((name) => [name, join(dirname(resolve(`${name}/package.json`)), 'esm2015/index.js')]),
);

/**
 * Nest's ValidationPipe loads these packages as a whole unless an app gives it what it needs of them. Apps do, so the
 * import is never run.
 */
const givenToNest = {
  name: 'given-to-nest',
  resolveId: (source, importer) =>
    asModules.includes(source) && importer?.includes('@nestjs/common') ? { id: source, external: true } : null,
};

const external = [...loadedByPath, ...loadedLate, ...optional];

/**
 * Whether the bundle leaves an import to Node, which looks for it from the app's folder. There it must be the version that
 * the importing file asks for: an image has no other, and none at all when npm installed that version beside a lib.
 */
function isExternal(source, importer) {
  const name = external.find((each) => source === each || source.startsWith(`${each}/`));
  if (name === undefined) return false;
  if (importer === undefined || optional.includes(name)) return true;
  const own = source.split('/', source.startsWith('@') ? 2 : 1).join('/');
  const [ofApp, ofImporter] = [join(process.cwd(), 'package.json'), importer].map((from) => folderOf(own, from));
  if (ofApp !== null && ofApp === ofImporter) return true;
  throw new Error(
    `${importer} finds ${own} in ${ofImporter}, and the app finds it in ${ofApp}: give both the same version`,
  );
}

/** The folder of a package, seen from a file; null where it is not installed. */
function folderOf(name, from) {
  const folders = createRequire(from).resolve.paths(name) ?? [];
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(folder)) ?? null;
}

/** V8 keeps the source of all code in memory, with two bytes for each character as soon as one of them needs two. */
const inAscii = (code) =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function bundle(entry) {
  const bundled = await rolldown({
    input: { [entry]: `dist/${entry}.js` },
    platform: 'node',
    resolve: { alias },
    plugins: [givenToNest],
    external: isExternal,
    onLog: (level, log, print) => {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      print(level, log);
    },
  });
  return bundled.generate({
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${entry}-[name]-[hash].js`,
    keepNames: true,
    sourcemap: true,
  });
}

// All are bundled before the first is written, because a bundle takes the place of the file that it was made from.
const bundles = await Promise.all(process.argv.slice(2).map(bundle));
for (const { type, fileName, code, source } of bundles.flatMap(({ output }) => output)) {
  await writeFile(`dist/${fileName}`, type === 'chunk' ? inAscii(code) : source);
}
