import { apiGatewaySettings } from '@vocalborn/settings';
import type { FastifyRequest } from 'fastify';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { OpenBodies } from './open-bodies.js';

const settings = apiGatewaySettings({
  DATABASE_URL: 'postgres://localhost/x',
  AUDIO_STORE_URL: 'file:///x',
  JWT_SECRET: 'x'.repeat(32),
  LIMIT_OPEN_BODIES: '1',
});
const requestOf = (raw: PassThrough) => ({ ip: '192.0.2.1', raw }) as unknown as FastifyRequest;

it('a sender who left before the request was admitted is not counted', async () => {
  const bodies = new OpenBodies(settings);
  const left = new PassThrough();
  left.destroy();
  await new Promise((resolve) => left.once('close', resolve));
  bodies.admit(requestOf(left));
  expect(() => bodies.admit(requestOf(new PassThrough()))).not.toThrow();
});

it('a body is counted until its connection is closed', async () => {
  const bodies = new OpenBodies(settings);
  const first = new PassThrough();
  bodies.admit(requestOf(first));
  expect(() => bodies.admit(requestOf(new PassThrough()))).toThrow('still being received');
  first.destroy();
  await new Promise((resolve) => first.once('close', resolve));
  expect(() => bodies.admit(requestOf(new PassThrough()))).not.toThrow();
});
