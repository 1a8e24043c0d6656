import { Command, CommanderError } from 'commander';
import { addCheck } from './check/check.js';
import { addDoctor } from './doctor/doctor.js';
import { addDrill } from './drill.js';
import { addEvents } from './events.js';
import { CommandError, exitStatus } from './failures.js';
import { addInspect } from './inspect.js';
import { addQueue } from './queue.js';
import { addReport } from './report/report.js';
import { addResults } from './results.js';
import { addStatus } from './status.js';
import { addTasks } from './tasks/tasks.js';

const help = `
Exit status: 0 done or all is well, 1 a check failed or not everything was done, 2 wrong use or credentials,
3 something could not be reached. Addresses come from the environment (docs/cli.md), or from a running \`npm start\`.`;

/** The whole command line, put together and not run yet. */
export function buildProgram(): Command {
  const program = new Command('vocalborn')
    .description('Look at the analysis service and steer it: tasks, queue, workers, results, and what is wrong.')
    .option('--json', 'print one JSON document')
    .option('--monitor <url>', 'address of the monitor, instead of VOCALBORN_MONITOR_URL')
    .addHelpText('after', help)
    .showHelpAfterError('(say --help to see what there is)');
  for (const add of [
    addInspect,
    addStatus,
    addTasks,
    addQueue,
    addEvents,
    addDoctor,
    addCheck,
    addResults,
    addDrill,
    addReport,
  ])
    add(program);
  forEachCommand(program, (command) => command.exitOverride());
  return program;
}

/** Runs one command and leaves its outcome as the exit status of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough, such as `head`, is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await buildProgram().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = explain(error, argv.includes('--json'));
  }
}

function explain(error: unknown, asJson: boolean): number {
  // Commander has said by itself what is wrong; asking for help or the version is no fault.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.wrongUse;
  if (!(error instanceof CommandError)) {
    process.stderr.write(`vocalborn: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitStatus.failed;
  }
  const hint = error.hint ? `; ${error.hint}` : '';
  process.stderr.write(`vocalborn: ${error.message}${hint}\n`);
  if (asJson) process.stdout.write(`${JSON.stringify({ error: error.message, hint: error.hint || null }, null, 2)}\n`);
  return error.status;
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}
