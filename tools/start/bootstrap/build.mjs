import { nx } from './run.mjs';

/** Builds whatever has changed; says nothing more unless it fails, which ends the process. */
export async function build() {
  console.log('Building what has changed …');
  const { status, output, signal } = await nx(['run-many', '-t', 'build', '--outputStyle=static'], { quiet: true });
  if (status === 0) return;
  if (signal === null) console.error(`${output.trim()}\n\nThe build failed (see above).`);
  process.exit(1);
}
