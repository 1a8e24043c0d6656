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

const withoutPermit = (): void => undefined;
const enter = (taskId: string) => admission.enter(taskId, withoutPermit);
const away = (): Promise<never> => Promise.reject(new TaskError('network', 'away'));

describe('permits to take a job from the queue', () => {
  /** How many of the promises have been resolved by now. */
  const settled = async (promises: readonly Promise<unknown>[]): Promise<number> => {
    let count = 0;
    for (const promise of promises) void promise.then(() => (count += 1));
    await new Promise((resolve) => setImmediate(resolve));
    return count;
  };

  it('are given for free slots only', async () => {
    const asked = [admission.permit(), admission.permit(), admission.permit()];
    expect(await settled(asked)).toBe(0);
    admission.setSlots(2);
    expect(await settled(asked)).toBe(2);
  });

  it('go to the next one when no job came, once for each', async () => {
    admission.setSlots(1);
    const giveBack = await admission.permit();
    const asked = [admission.permit(), admission.permit()];
    giveBack?.();
    giveBack?.();
    expect(await settled(asked)).toBe(1);
  });

  it('become the slot of the job that came, and are given again when it leaves', async () => {
    admission.setSlots(1);
    const leave = await admission.enter('task', (await admission.permit())!);
    const asked = [admission.permit(), admission.permit()];
    expect([await settled(asked), admission.report().hungry]).toEqual([0, false]);
    leave?.();
    leave?.();
    expect(await settled(asked)).toBe(1);
    expect(admission.report().hungry).toBe(true);
  });

  it('are not given while jobs wait for the circuit', async () => {
    admission.setSlots(1);
    for (let count = 0; count < 10; count += 1) await circuit.execute(`${count}`, away).catch(() => undefined);
    void admission.enter('task', (await admission.permit())!);
    expect(await settled([admission.permit()])).toBe(0);
  });

  it('are refused once it is closed', async () => {
    const asked = admission.permit();
    admission.close();
    expect([await asked, await admission.permit()]).toEqual([null, null]);
  });
});

describe('the door between the queue and the slots', () => {
  it('lets as many in as there are slots, in the order in which they came', async () => {
    admission.setSlots(1);
    const order: string[] = [];
    const first = await enter('first');
    const second = enter('second').then((leave) => (order.push('second'), leave));
    const third = enter('third').then((leave) => (order.push('third'), leave));
    expect(admission.report()).toMatchObject({ reserved: ['second', 'third'], arrivals: 3, hungry: false });
    first?.();
    (await second)?.();
    (await third)?.();
    expect(order).toEqual(['second', 'third']);
    expect(admission.report()).toMatchObject({ reserved: [], hungry: true });
  });

  it('takes up slots that are handed over while somebody waits', async () => {
    const waiting = enter('task');
    admission.setSlots(1);
    expect(await waiting).not.toBeNull();
  });

  it('turns everyone away once it is closed', async () => {
    const waiting = enter('task');
    admission.close();
    expect(await waiting).toBeNull();
    expect(await enter('task')).toBeNull();
  });

  it('keeps everyone waiting while the circuit is open, then lets one try, and all when that one succeeds', async () => {
    admission.setSlots(2);
    for (let count = 0; count < 10; count += 1) await circuit.execute(`${count}`, away).catch(() => undefined);
    const [trial, next] = [enter('trial'), enter('next')];
    expect(admission.report().reserved).toEqual(['trial', 'next']);
    healthy = true;
    const leave = await trial;
    expect(admission.report().reserved).toEqual(['next']);
    await circuit.execute('x', () => Promise.resolve());
    leave?.();
    expect(await next).not.toBeNull();
  });
});
