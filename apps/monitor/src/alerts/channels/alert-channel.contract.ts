import { expect, it } from 'vitest';
import { firingNotice, resolvedNotice } from '../fixtures/notices.js';
import { DeliveryError, type AlertChannel } from './alert-channel.js';

/** A receiver of a channel under test. */
export interface TestedChannel {
  readonly channel: AlertChannel;
  /** The address of nobody, with the same secrets. */
  readonly unreachable: AlertChannel;
  /** What arrived, oldest first, as text. */
  readonly arrived: () => readonly string[];
  /** Has the receiver take nothing from now on. */
  readonly refuse: () => void;
  /** What no fault may tell. */
  readonly secrets: readonly string[];
}

/** What every channel guarantees. */
export function channelContract(open: () => TestedChannel): void {
  const failureOf = async (channel: AlertChannel): Promise<DeliveryError> => {
    const error = await channel.send(firingNotice).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DeliveryError);
    return error as DeliveryError;
  };

  it('tells what fires, of what and since when', async () => {
    const { channel, arrived } = open();
    await channel.send(firingNotice);
    const [text] = arrived();
    expect(arrived()).toHaveLength(1);
    for (const part of ['佇列積壓告警', 'queue_length', '60', 'warning', '2026-01-01T00:00:00.000Z']) {
      expect(text).toContain(part);
    }
  });

  it('tells when it is over', async () => {
    const { channel, arrived } = open();
    await channel.send(resolvedNotice);
    expect(arrived().at(-1)).toContain('2026-01-01T00:10:00.000Z');
  });

  it('fails when the receiver takes nothing, and keeps its secrets', async () => {
    const { channel, refuse, secrets } = open();
    refuse();
    const { message } = await failureOf(channel);
    expect(message).not.toBe('');
    for (const secret of secrets) expect(message).not.toContain(secret);
  });

  it('fails when there is no receiver, and keeps its secrets', async () => {
    const { unreachable, secrets } = open();
    const { message } = await failureOf(unreachable);
    expect(message).toMatch(/ECONNREFUSED|ESOCKET/);
    for (const secret of secrets) expect(message).not.toContain(secret);
  });
}
