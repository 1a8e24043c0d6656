/**
 * Records what the CPU does in a process and writes it to BENCH_PROFILE_DIR when the process ends. Given to a process
 * by `NODE_OPTIONS=--import`, which its children inherit. Open the files in Chromium's DevTools or with speedscope.
 *
 * Nest sends itself the signal a second time to end the process, and then no `exit` event happens: the profile is
 * written at the first signal already, and the listener is gone at the second one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, dirname, join } from 'node:path';

const folder = process.env['BENCH_PROFILE_DIR'] ?? '.';
const [, entry = 'node'] = process.argv;
const app = basename(dirname(dirname(entry)));
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');

let isWritten = false;
const write = () => {
  if (isWritten) return;
  isWritten = true;
  // Synchronous, although it takes a callback: the session is of the same thread.
  session.post('Profiler.stop', (error, answer) => {
    if (error) return;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${app}-${basename(entry, '.js')}-${process.pid}.cpuprofile`);
    writeFileSync(path, JSON.stringify(answer.profile));
  });
};
process.once('SIGTERM', write);
process.on('exit', write);
