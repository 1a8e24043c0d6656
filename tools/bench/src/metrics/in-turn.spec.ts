import { describe, expect, it } from 'vitest';
import { inTurn } from './in-turn.js';

describe('rounds in turn', () => {
  it('alternate between the sides and leave out the first of each', async () => {
    const order: string[] = [];
    const found = await inTurn(2, (side, round) => {
      order.push(`${side} ${round}`);
      return Promise.resolve(round * (side === 'product' ? 10 : 1));
    });
    expect(order).toEqual(['baseline 0', 'product 0', 'baseline 1', 'product 1', 'baseline 2', 'product 2']);
    expect(found).toEqual({ product: [10, 20], baseline: [1, 2] });
  });

  it('end with the first error', async () => {
    await expect(
      inTurn(2, (_, round) => (round === 1 ? Promise.reject(new Error('lost')) : Promise.resolve(1))),
    ).rejects.toThrow('lost');
  });
});
