import { Command, CommanderError } from 'commander';
import { addBackup } from './backup.js';
import { addCheck } from './check/check.js';
import { addDoctor } from './doctor/doctor.js';
import { addDrill } from './drill.js';
import { addEvents } from './events.js';
import { CommandError, exitStatus } from './failures.js';
import { addInspect } from './inspect.js';
import { addQueue } from './queue.js';
import { addReport } from './report/report.js';
import { addRestore } from './restore.js';
import { addResults } from './results.js';
import { addStatus } from './status.js';
import { addTasks } from './tasks/tasks.js';

const help = `
Exit status: 0 done, 1 a check failed or not everything was done, 2 wrong use or credentials, 3 a service cannot be
reached. Addresses come from the environment (docs/cli.md), or from a running \`npm start\`.`;

/** Builds the command line without running it. */
export function buildProgram(): Command {
  const program = new Command('vocalborn')
    .description('Inspect and control the analysis service: tasks, queue, workers, results, diagnosis.')
    .option('--json', 'print one JSON document')
    .option('--monitor <url>', 'address of the monitor, instead of VOCALBORN_MONITOR_URL')
    .addHelpText('after', help)
    .showHelpAfterError('(--help lists the verbs and options)');
  for (const add of [
    addInspect,
    addStatus,
    addTasks,
    addQueue,
    addEvents,
    addDoctor,
    addCheck,
    addResults,
    addBackup,
    addDrill,
    addRestore,
    addReport,
  ])
    add(program);
  forEachCommand(program, (command) => command.exitOverride());
  return program;
}

/** Runs one command and sets the exit status of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that closes the pipe early, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await buildProgram().parseAsync([...argv]);
  } catch (error) {
    process.exitCode = explain(error, argv.includes('--json'));
  }
}

function explain(error: unknown, asJson: boolean): number {
  // Commander has already printed the message; --help is no error.
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
