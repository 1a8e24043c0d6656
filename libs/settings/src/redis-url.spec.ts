import { describe, expect, it } from 'vitest';
import { parseRedisUrl, type RedisUrl } from './redis-url.js';

const plain: RedisUrl = {
  hosts: [{ host: 'localhost', port: 6379 }],
  master: null,
  hashTag: null,
  database: 0,
  username: undefined,
  password: undefined,
  sentinelUsername: undefined,
  sentinelPassword: undefined,
  isEncrypted: false,
};

describe('the URL of a Redis', () => {
  it.each<[string, Partial<RedisUrl>]>([
    ['redis://', {}],
    ['redis://cache', { hosts: [{ host: 'cache', port: 6379 }] }],
    ['redis://cache:6380/15', { hosts: [{ host: 'cache', port: 6380 }], database: 15 }],
    ['redis://[::1]:6380', { hosts: [{ host: '::1', port: 6380 }] }],
    ['redis://:hunter2@localhost', { password: 'hunter2' }],
    ['redis://voice:a%3Ab%40c:d@localhost/', { username: 'voice', password: 'a:b@c:d' }],
    ['REDISS://localhost', { isEncrypted: true }],
    ['rediss://localhost/0?ssl_cert_reqs=CERT_REQUIRED', { isEncrypted: true }],
  ])('%s names one server', (text, rest) => expect(parseRedisUrl(text)).toEqual({ ...plain, ...rest }));

  it('names sentinels and the master that they know', () => {
    expect(parseRedisUrl('redis+sentinel://voice:hunter2@one:1,two,[fe80::1]:3/main/1')).toEqual({
      ...plain,
      ...{ username: 'voice', password: 'hunter2', master: 'main', database: 1 },
      hosts: [
        { host: 'one', port: 1 },
        { host: 'two', port: 26379 },
        { host: 'fe80::1', port: 3 },
      ],
    });
  });

  it.each([
    ['redis+cluster://one:1,two', 'vocalborn'],
    ['rediss+cluster://one:1,two/', 'vocalborn'],
    ['redis+cluster://one:1,two/queue-2.a', 'queue-2.a'],
  ])('%s names nodes of a cluster and the hash tag %s', (text, hashTag) => {
    const hosts = [
      { host: 'one', port: 1 },
      { host: 'two', port: 6379 },
    ];
    expect(parseRedisUrl(text)).toEqual({ ...plain, hosts, hashTag, isEncrypted: text.startsWith('rediss') });
  });

  it('names the credentials of the sentinels', () => {
    expect(parseRedisUrl('rediss+sentinel://one/main?sentinel_username=watch&sentinel_password=a%26b')).toMatchObject({
      database: 0,
      sentinelUsername: 'watch',
      sentinelPassword: 'a&b',
      isEncrypted: true,
    });
  });

  it.each([
    ['http://hunter2', /begins with redis:\/\//],
    ['hunter2:6379', /begins with redis:\/\//],
    ['redis://:hunter2/x@localhost', /must (name each server|end with)/],
    ['redis://one:1,two:2/0', /begins with redis\+sentinel/],
    ['redis+cluster://one:1/1', /hash tag that begins with a letter.*no databases/],
    ['redis+cluster://one:1/{hunter2}', /hash tag that begins with a letter/],
    ['redis+cluster://one:1/a/hunter2', /hash tag that begins with a letter/],
    ['redis+cluster://', /name each server/],
    ['redis+cluster://one?sentinel_password=hunter2', /parameter that is not known/],
    ['redis://one:0/0', /port from 1 to 65535/],
    ['redis://one:65536/0', /port from 1 to 65535/],
    ['redis://one/hunter2', /number of the database/],
    ['redis://:hunter2%@one', /percent-encoding/],
    ['redis+sentinel://one:1', /name the master/],
    ['redis+sentinel://one:1//0', /name the master/],
    ['redis+sentinel://one:1/main/0/1', /name the master/],
    ['redis+sentinel://one:1/main/hunter2', /number of the database/],
    ['redis+sentinel://one:1,,two:2/main', /name each server/],
    ['redis+sentinel:///main/0', /name each server/],
    ['redis://one?password=hunter2', /parameter that is not known/],
    ['redis://one?sentinel_password=hunter2', /parameter that is not known/],
    ['rediss://one?ssl_cert_reqs=none', /TLS without verification/],
  ])('%s is refused without its text', (text, fault) => {
    expect(() => parseRedisUrl(text)).toThrow(fault);
    expect(() => parseRedisUrl(text)).not.toThrow('hunter2');
  });
});
