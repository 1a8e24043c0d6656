import { nx } from './run.mjs';

/** Builds whatever has changed; says nothing more unless it fails, which ends the process. */
export async function build() {
  console.log('Building what has changed (a minute or two the first time) …');
  const { status, output } = await nx(['run-many', '-t', 'build', '--outputStyle=static'], {
    quiet: true,
    watch: countProjects(),
  });
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  if (status === 0) return;
  console.error(`${output.trim()}\n\nThe build failed (see above).`);
  process.exit(1);
}

/** Shows on a terminal that something is happening. */
function countProjects() {
  let built = 0;
  return (text) => {
    built += text.match(/^> nx run /gm)?.length ?? 0;
    if (process.stdout.isTTY && built > 0) process.stdout.write(`\r  ${built} projects built`);
  };
}
