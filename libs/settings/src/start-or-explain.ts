import { SettingsError } from './read-settings.js';

/** Exit status of a process that was not configured rightly: restarting it does not help (sysexits' EX_CONFIG). */
export const configurationExitStatus = 78;

/** Runs an app's start; when it fails, says why on standard error in plain words and ends the process. */
export async function startOrExplain(app: string, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (error instanceof SettingsError) {
      process.stderr.write(`${app}: ${error.message}\n`);
      process.exit(configurationExitStatus);
    }
    process.stderr.write(`${app} could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}
