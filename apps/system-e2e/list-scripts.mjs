/**
 * Writes the address of each script that a process compiles to SCRIPTS_FOLDER/<app>-<entry>-<pid>.txt, one a line, at
 * once. Given to a process by `NODE_OPTIONS=--import`, which its children inherit. Asks V8 and not a loader, so nothing
 * escapes it: modules of both kinds, bundles, and code that a package compiles by itself.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const folder = process.env['SCRIPTS_FOLDER'] ?? '.';
const [, entry = 'node'] = process.argv;
if (isMainThread) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${basename(dirname(dirname(entry)))}-${basename(entry, '.js')}-${process.pid}.txt`);
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    if (url.startsWith('file:') || url.startsWith('/')) appendFileSync(file, `${url}\n`);
  });
  session.post('Debugger.enable');
}
