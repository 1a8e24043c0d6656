import { describe, expect, it } from 'vitest';
import { readPostgresUrl } from './postgres-url.js';
import { Servers } from './servers.js';

const away = new Error('away');
const always = (): boolean => true;

/** Servers, and a connect that fails at all but one of them and counts its calls. */
function serversWith(primary: string) {
  const servers = new Servers(readPostgresUrl('postgres://one,two,three/voice'));
  const tried: string[] = [];
  const connect = (): Promise<string> => {
    const server = servers.current;
    tried.push(server.name);
    if (server.name === primary) return Promise.resolve(server.name);
    servers.leave(server);
    return Promise.reject(away);
  };
  return { servers, tried, connect };
}

describe('the servers of a database', () => {
  it('are tried in order, and the one that took writes is the first the next time', async () => {
    const { servers, tried, connect } = serversWith('three');
    expect(await servers.tryEach(connect, always)).toBe('three');
    expect(await servers.tryEach(connect, always)).toBe('three');
    expect(tried).toEqual(['one', 'two', 'three', 'three']);
  });

  it('are each tried once; then the errors of all are told', async () => {
    const { servers, tried, connect } = serversWith('nobody');
    const failed = servers.tryEach(connect, always);
    await expect(failed).rejects.toThrow('no server of the database takes writes: away; away; away');
    expect(tried).toEqual(['one', 'two', 'three']);
  });

  it('are not tried after an error that the next one does not mend', async () => {
    const { servers, tried, connect } = serversWith('two');
    await expect(servers.tryEach(connect, () => false)).rejects.toBe(away);
    expect(tried).toEqual(['one']);
  });

  it('are left once, however many connections fail at the same time', () => {
    const { servers } = serversWith('two');
    const first = servers.current;
    servers.leave(first);
    servers.leave(first);
    expect(servers.current.name).toBe('two');
  });
});
