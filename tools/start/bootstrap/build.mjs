import { nx } from './run.mjs';

/** Builds what has changed. Prints the output and ends the process on failure. */
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

/** Shows the number of built projects on a terminal. */
function countProjects() {
  let built = 0;
  return (text) => {
    built += text.match(/^> nx run /gm)?.length ?? 0;
    if (process.stdout.isTTY && built > 0) process.stdout.write(`\r  ${built} projects built`);
  };
}
