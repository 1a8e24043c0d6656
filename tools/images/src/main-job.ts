import { GatewayClient } from '@vocalborn/fault-drills';
import {
  appEnvironment,
  developmentTokens,
  freePort,
  runDatabaseTool,
  waitFor,
  workspaceRoot,
  type AppName,
  type Wiring,
} from '@vocalborn/system-harness';
import { join } from 'node:path';
import { apps } from './build-image.js';
import { answers } from './check-image.js';
import { Container } from './container.js';
import type { Workshop } from './workshop.js';

const recording = join(workspaceRoot, 'tools/samples/audio/zh-patient-short.wav');

/** The sentence of the recording in the development data. */
const sentenceId = '00000000-0000-4000-8000-000000000011';

const tokenSeconds = 600;

/**
 * Runs all apps from their images at the same time, and has one recording uploaded, analysed and its result read.
 * @returns what was seen
 * @throws Error with the output of the app that does not run, or with the state of the task
 */
export async function runMainJob(workshop: Workshop, wiring: Wiring, audioFolder: string): Promise<string> {
  await runDatabaseTool('seed', wiring.databaseUrl);
  const ports = new Map<AppName, number>();
  for (const app of apps) {
    ports.set(app, app === 'ai-service' ? Number(new URL(wiring.aiServiceUrl).port) : await freePort());
  }
  const startFrom = async (index: number): Promise<string> => {
    const app = apps[index];
    if (app === undefined) return analyse(`http://127.0.0.1:${ports.get('api-gateway')}`, wiring.jwtSecret);
    const url = `http://127.0.0.1:${ports.get(app)}`;
    const env = { ...appEnvironment(app, wiring), HOST: '127.0.0.1', PORT: String(ports.get(app)) };
    return Container.use(workshop, app, { env, audioFolder }, async (container) => {
      await container.waitUntil(() => answers(`${url}/health/ready`), `${app} to be ready`);
      return startFrom(index + 1);
    });
  };
  return startFrom(0);
}

async function analyse(gatewayUrl: string, jwtSecret: string): Promise<string> {
  const { patient: token } = await developmentTokens(jwtSecret, tokenSeconds);
  const patient = new GatewayClient(gatewayUrl, token);
  const uploaded = await patient.upload(recording, sentenceId);
  const accepted = await patient.analyze(String(uploaded.body['practice_record_id']), 'images');
  const taskId = String(accepted.body['task_id']);
  const ended = await waitFor(
    async () => {
      const { body } = await patient.poll(taskId);
      return ['success', 'failure'].includes(String(body['status'])) ? body : null;
    },
    { what: 'the task to end', timeoutMs: 120_000 },
  );
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${gatewayUrl}/tasks/${taskId}/result`, { headers });
  const result = (await answer.json()) as { readonly overall_score?: number };
  if (ended['status'] !== 'success' || typeof result.overall_score !== 'number') {
    throw new Error(`the task ended as ${JSON.stringify(ended)}, and its result is ${JSON.stringify(result)}`);
  }
  return `a recording was uploaded and analysed, and its result read (score ${result.overall_score})`;
}
