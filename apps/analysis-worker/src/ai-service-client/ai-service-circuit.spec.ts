import { refusal } from '@vocalborn/ai-client';
import { TaskError } from '@vocalborn/task';
import { waitFor } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it } from 'vitest';
import { AiServiceCircuit, isCircuitOpen } from './ai-service-circuit.js';

let circuit: AiServiceCircuit;
let healthy = true;
afterEach(() => circuit.stop());

function closedCircuit(): AiServiceCircuit {
  healthy = true;
  circuit = new AiServiceCircuit({ isHealthy: () => Promise.resolve(healthy), openForMs: 20 });
  return circuit;
}

const failing = (error: Error) => (): Promise<never> => Promise.reject(error);
const away = failing(new TaskError('network', 'away'));

/** Calls in the name of as many tasks, or of one only. */
async function fail(call: () => Promise<never>, times: number, only?: string): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await circuit.execute(`${only ?? count}`, call).catch(() => undefined);
  }
}

describe('the circuit', () => {
  it('opens when nearly every call of a busy worker fails, and lets nothing through then', async () => {
    closedCircuit();
    healthy = false;
    await fail(away, 10);
    expect(circuit.state).toBe('open');
    expect(circuit.admits()).toBe(false);
    expect(isCircuitOpen(await circuit.execute('x', away).catch((error: unknown) => error))).toBe(true);
  });

  it.each([
    ['refused recordings', failing(new TaskError('file', 'damaged')), 50],
    ['a service whose queue is full', failing(refusal(429, undefined, '5')), 50],
  ])('stays closed for %s', async (_, call, times) => {
    closedCircuit();
    await fail(call, times);
    expect(circuit.state).toBe('closed');
  });

  it('stays closed for all the tries of a few tasks', async () => {
    closedCircuit();
    for (const task of ['a', 'b', 'c']) await fail(away, 6, task);
    expect(circuit.state).toBe('closed');
  });

  it('lets one task try as soon as the service calls itself healthy, and closes when that one succeeds', async () => {
    closedCircuit();
    healthy = false;
    await fail(away, 10);
    healthy = true;
    await waitFor(() => circuit.admits(), { what: 'a trial' });
    const over = circuit.begin();
    expect(circuit.admits()).toBe(false);
    await circuit.execute('x', () => Promise.resolve());
    over();
    expect(circuit.state).toBe('closed');
    expect(circuit.admits()).toBe(true);
  });

  it('stays open when the trial fails, and tries again later', async () => {
    closedCircuit();
    await fail(away, 10);
    for (let round = 0; round < 2; round += 1) {
      await waitFor(() => circuit.admits(), { what: 'a trial' });
      const over = circuit.begin();
      await fail(away, 1);
      over();
      expect(circuit.state).toBe('open');
      expect(circuit.admits()).toBe(false);
    }
  });

  it('gives the trial to the next task when the first one never called the service', async () => {
    closedCircuit();
    await fail(away, 10);
    await waitFor(() => circuit.admits(), { what: 'a trial' });
    circuit.begin()();
    await waitFor(() => circuit.admits(), { what: 'another trial' });
  });
});
