import { mintToken } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formType } from '../fixtures/forms.js';
import { callers, secret, StartedGateway } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start({ JWT_MAX_AGE_SECONDS: '7200' });
});
afterAll(() => gateway.stop());

const chinese = { 'accept-language': 'zh-TW' };
const { patient } = callers;

async function detailOf(headers: Readonly<Record<string, string>>, body?: string): Promise<string> {
  const request = { as: headers['authorization'] === undefined ? 'patient' : 'nobody', body } as const;
  const answer = await gateway.ask('POST', '/practice-records', { ...request, headers: { ...chinese, ...headers } });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return String(answer.body.detail);
}

describe('what is wrong with a token is told in Chinese', () => {
  it.each([
    ['nothing at all', () => '', '請傳送標頭「Authorization: Bearer <權杖>」。'],
    ['no token', () => 'Bearer x.y.z', '權杖無效。'],
    ['an old token', () => mintToken({ ...patient, secret, ttlSeconds: -60 }), '權杖已過期，請取得新的權杖。'],
    [
      'a token for too long',
      () => mintToken({ ...patient, secret, ttlSeconds: 7_300 }),
      '權杖的有效時間超過 7200 秒。',
    ],
    ['no user', () => mintToken({ ...patient, sub: '7', secret }), '權杖的「sub」不是使用者的識別碼。'],
  ])('for %s', async (_, token, detail) => {
    const text = await token();
    const authorization = text === '' || text.startsWith('Bearer') ? text : `Bearer ${text}`;
    expect(await detailOf({ authorization })).toBe(detail);
  });
});

describe('what is wrong with a form is told in Chinese', () => {
  const parts = (count: number): string => '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(count);
  it.each([
    ['another type', 'text/plain', 'x', '請求內容必須是 multipart/form-data。'],
    ['no boundary', 'multipart/form-data', 'x', '內容類型沒有 boundary。'],
    ['a boundary that does not occur', formType, 'x', '請求內容沒有內容類型所說的 boundary。'],
    ['a part without a name', 'multipart/form-data; boundary=x', '--x\r\nA: b\r\n\r\n1\r\n--x--', '表單有一個部分缺少'],
    ['a header that is none', 'multipart/form-data; boundary=x', '--x\r\nAb\r\n\r\n1\r\n--x--', '標頭沒有冒號。'],
    ['no end', 'multipart/form-data; boundary=x', parts(1), '請求內容在最後的 boundary 之前就結束了。'],
    ['many parts', 'multipart/form-data; boundary=x', `${parts(60)}--x--`, /^表單超過 \d+ 個部分。$/],
  ])('for %s', async (_, type, body, detail) => {
    const told = await detailOf({ 'content-type': type }, body);
    if (typeof detail === 'string') expect(told).toContain(detail);
    else expect(told).toMatch(detail);
  });
});
