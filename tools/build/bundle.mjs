/**
 * Joins the entries of an app, such as `main`, with the code that they import into few files, in place in `dist`. Node
 * loads an app of 1,800 files in two seconds and one of five in half of one. Run it in the project's folder after
 * transpile.mjs.
 */
import { rolldown } from 'rolldown';

/** Stay packages: they load files of their own by path, or are shared with a package that does. */
const packages = ['bull', 'ioredis', 'pg', 'pg-copy-streams', 'pino', 'typeorm', 'yaml', '@nestjs/swagger'];
/** Nest asks for these and goes on without them. */
const absent = ['@nestjs/microservices', '@nestjs/websockets', '@fastify/view', '@fastify/static', '@mikro-orm/core'];
const families = [
  '@aws-sdk',
  '@smithy',
  '@grpc',
  '@nestjs/typeorm',
  '@nestjs/axios',
  '@nestjs/mongoose',
  '@nestjs/sequelize',
];
const names = [...packages, ...absent, ...families].map((name) => name.replace('/', '\\/')).join('|');

const entries = process.argv.slice(2);
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, `dist/${entry}.js`])),
  platform: 'node',
  external: new RegExp(`^(${names})(\\/|$)`),
  onLog: (level, log, print) => (log.code === 'UNRESOLVED_IMPORT' ? undefined : print(level, log)),
});
await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  keepNames: true,
  sourcemap: true,
});
