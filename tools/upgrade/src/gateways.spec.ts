import type { Answer, LoadClient } from '@vocalborn/fault-drills';
import { beforeEach, describe, expect, it } from 'vitest';
import { Gateways } from './gateways.js';

const answer = (status: number): Answer => ({ status, contentType: '', body: {} });

/** A gateway that answers everything with one status. */
class Gateway implements LoadClient {
  asked = 0;

  constructor(readonly status = 200) {}

  analyze = (): Promise<Answer> => this.poll();

  poll(): Promise<Answer> {
    this.asked += 1;
    return Promise.resolve(answer(this.status));
  }
}

let gateways: Gateways;
let [one, two]: Gateway[] = [];

beforeEach(() => {
  gateways = new Gateways();
  [one, two] = [new Gateway(), new Gateway()];
  gateways.putIntoService('one', one);
  gateways.putIntoService('two', two);
});

describe('gateways behind one address', () => {
  it('are asked in turn', async () => {
    for (let count = 0; count < 6; count += 1) await gateways.poll('task');
    expect([one?.asked, two?.asked, gateways.requests]).toEqual([3, 3, 6]);
  });

  it('are not asked while they are out of service', async () => {
    gateways.takeOutOfService('one');
    await gateways.analyze('record', 'key');
    await gateways.poll('task');
    expect([one?.asked, two?.asked]).toEqual([0, 2]);
    gateways.takeOutOfService('two');
    await expect(gateways.poll('task')).rejects.toThrow('no gateway is in service');
  });

  it.each([
    [0, 'GET /tasks/{id} at three without an answer: 2'],
    [503, 'GET /tasks/{id} at three 503: 2'],
  ])('remember what was answered with %i', async (status, failure) => {
    gateways.takeOutOfService('one');
    gateways.takeOutOfService('two');
    gateways.putIntoService('three', new Gateway(status));
    await gateways.poll('task');
    await gateways.poll('task');
    expect(gateways.failures()).toEqual([failure]);
  });

  it.each([202, 404, 409, 429])('pass an answer %i on', async (status) => {
    gateways.takeOutOfService('one');
    gateways.takeOutOfService('two');
    gateways.putIntoService('three', new Gateway(status));
    expect(await gateways.analyze('record', 'key')).toEqual(answer(status));
    expect(gateways.failures()).toEqual([]);
  });
});
