import { SettingsError } from './read-settings.js';

/** Exit status after invalid settings, where a restart does not help (EX_CONFIG of sysexits). */
export const configurationExitStatus = 78;

/** Starts an app. If that fails, writes the reason to standard error and ends the process. */
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
