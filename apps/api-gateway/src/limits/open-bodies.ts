import { Inject, Injectable } from '@nestjs/common';
import { addressKey } from '@vocalborn/http';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';

/** Requests from one address whose bodies are received at a time, as a share of all, and at least so many. */
const shareOfOneAddress = 0.1;
const leastOfOneAddress = 10;

/** The requests whose bodies this process receives: each holds a connection, and memory, for as long as its sender likes. */
@Injectable()
export class OpenBodies {
  readonly #perAddress = new Map<string, number>();
  readonly #most: number;
  #open = 0;

  constructor(@Inject(SETTINGS) { LIMITS, LIMIT_OPEN_BODIES }: ApiGatewaySettings) {
    this.#most = LIMITS === 'on' ? LIMIT_OPEN_BODIES : Number.POSITIVE_INFINITY;
  }

  /**
   * Counts a request until its body has arrived or its connection is closed.
   * @throws Problem `too-many-requests` when the address sends too many bodies, `service-unavailable` when all together do
   */
  admit(request: FastifyRequest): void {
    // The sender left while it was authenticated: there is no `close` to wait for.
    if (request.raw.closed) return;
    const address = addressKey(request.ip);
    const ofAddress = this.#perAddress.get(address) ?? 0;
    const mostOfAddress = Math.max(leastOfOneAddress, Math.floor(this.#most * shareOfOneAddress));
    if (ofAddress >= Math.min(mostOfAddress, this.#most)) {
      const detail = {
        'en-US': `${ofAddress} requests from your address are still being received.`,
        'zh-TW': `您的位址還有 ${ofAddress} 個請求正在接收。`,
      };
      throw new Problem('too-many-requests', detail, { limit: 'open-bodies', retry_after: 1 }, { 'Retry-After': '1' });
    }
    if (this.#open >= this.#most)
      throw new Problem('service-unavailable', {
        'en-US': 'Too many requests are being received now.',
        'zh-TW': '目前正在接收的請求過多。',
      });
    this.#open += 1;
    this.#perAddress.set(address, ofAddress + 1);
    request.raw.once('close', () => this.forget(address));
  }

  private forget(address: string): void {
    this.#open -= 1;
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
