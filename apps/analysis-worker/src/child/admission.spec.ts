import { TaskError } from '@vocalborn/task';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';
import { Admission } from './admission.js';

let circuit: AiServiceCircuit;
let admission: Admission;
let healthy: boolean;

beforeEach(() => {
  healthy = false;
  circuit = new AiServiceCircuit({ isHealthy: () => Promise.resolve(healthy), openForMs: 10 });
  admission = new Admission(circuit);
});
afterEach(() => circuit.stop());

const away = (): Promise<never> => Promise.reject(new TaskError('network', 'away'));

describe('the door between the queue and the slots', () => {
  it('lets as many in as there are slots, in the order in which they came', async () => {
    admission.setSlots(1);
    const order: string[] = [];
    const first = await admission.enter('first');
    const second = admission.enter('second').then((leave) => (order.push('second'), leave));
    const third = admission.enter('third').then((leave) => (order.push('third'), leave));
    expect(admission.report()).toMatchObject({ reserved: ['second', 'third'], arrivals: 3, hungry: false });
    first?.();
    (await second)?.();
    (await third)?.();
    expect(order).toEqual(['second', 'third']);
    expect(admission.report()).toMatchObject({ reserved: [], hungry: true });
  });

  it('takes up slots that are handed over while somebody waits', async () => {
    const waiting = admission.enter('task');
    admission.setSlots(1);
    expect(await waiting).not.toBeNull();
  });

  it('turns everyone away once it is closed', async () => {
    const waiting = admission.enter('task');
    admission.close();
    expect(await waiting).toBeNull();
    expect(await admission.enter('task')).toBeNull();
  });

  it('keeps everyone waiting while the circuit is open, then lets one try, and all when that one succeeds', async () => {
    admission.setSlots(2);
    for (let count = 0; count < 10; count += 1) await circuit.execute(`${count}`, away).catch(() => undefined);
    const [trial, next] = [admission.enter('trial'), admission.enter('next')];
    expect(admission.report().reserved).toEqual(['trial', 'next']);
    healthy = true;
    const leave = await trial;
    expect(admission.report().reserved).toEqual(['next']);
    await circuit.execute('x', () => Promise.resolve());
    leave?.();
    expect(await next).not.toBeNull();
  });
});
