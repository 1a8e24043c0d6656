import { System } from '@vocalborn/system-harness';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;
beforeAll(async () => {
  system = await System.start();
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

const headerBytes = 44;
const sample = (name: string): Buffer => readFileSync(samplePath(`audio/${name}.wav`));

/** The sample with each of its 16-bit values replaced. */
function changed(name: string, change: (value: number) => number): Buffer {
  const bytes = Buffer.from(sample(name));
  for (let at = headerBytes; at + 1 < bytes.length; at += 2) {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(change(bytes.readInt16LE(at))))), at);
  }
  return bytes;
}

async function add(example: Buffer, token = system.tokens.therapist) {
  const form = new FormData();
  form.append('text', '今天天氣很好，我們一起去公園散步。');
  form.append('language', 'zh-TW');
  form.append('audio', new Blob([new Uint8Array(example)]), 'example.wav');
  const response = await fetch(`${system.gatewayUrl}/sentences`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a sentence that a therapist adds', () => {
  it('is practised by patients, whose recordings are compared with its example', async () => {
    const { status, body } = await add(sample('zh-example'));
    expect(status).toBe(201);
    const sentenceId = String(body['sentence_id']);
    const heard = await fetch(`${system.gatewayUrl}/sentences/${sentenceId}/audio`, {
      headers: { Authorization: `Bearer ${system.tokens.patient}` },
    });
    expect(Buffer.from(await heard.arrayBuffer()).equals(sample('zh-example'))).toBe(true);
    const recordId = await patient.record(samplePath('audio/zh-example.wav'), { sentenceId });
    const taskId = await patient.analyze(recordId);
    await patient.until(taskId, 'success');
    const { body: result } = await patient.get(`/tasks/${taskId}/result`);
    expect(result['overall_score']).toBeGreaterThanOrEqual(97);
  });

  it('may be in English', async () => {
    expect((await add(sample('en-example'))).status).toBe(201);
  });

  it.each([
    ['silent', 'audio-silent', () => changed('zh-example', () => 0)],
    ['overdriven', 'overdriven-recording', () => changed('zh-example', (value) => value * 40)],
    ['nothing but noise', 'noisy-recording', () => changed('zh-example', () => (Math.random() - 0.5) * 20_000)],
    ['cut off in a word', 'cut-recording', () => sample('zh-example').subarray(0, 44 + 2 * 16_000)],
    ['too short', 'audio-too-short', () => sample('zh-example').subarray(0, 2_000)],
    ['damaged', 'undecodable-audio', () => sample('zh-example').subarray(0, 20)],
  ])('has no example that is %s', async (_, reason, example) => {
    expect(await add(example())).toMatchObject({ status: 422, body: { code: 'example-not-usable', reason } });
  });

  it('is not added by a patient', async () => {
    expect((await add(sample('zh-example'), system.tokens.patient)).status).toBe(403);
  });
});
