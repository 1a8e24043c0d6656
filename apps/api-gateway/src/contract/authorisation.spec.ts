import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnsweringAiService } from '../fixtures/ai-service.js';
import { operationRequests, storeExample } from '../fixtures/operation-requests.js';
import { callers, secret, StartedGateway, type CallerName } from '../fixtures/started-gateway.js';
import { operations, type OperationName } from '../http/operations.js';
import { mintToken } from '@vocalborn/system-harness';

/** The kinds of callers of something that belongs to the patient. */
const kinds = [
  ...['no token', 'expired token', 'owner', 'other patient', 'therapist of the owner', 'other therapist', 'admin'],
] as const;
type Kind = (typeof kinds)[number];

/** What the callers with a valid token get: the status of success (2), or a refusal. */
type Outcome = 2 | 403 | 404;
type Rule = readonly [
  owner: Outcome,
  otherPatient: Outcome,
  therapist: Outcome,
  otherTherapist: Outcome,
  admin: Outcome,
];

const everybody: Rule = [2, 2, 2, 2, 2];
const whoMaySee: Rule = [2, 404, 2, 404, 2];
const ownerOnly: Rule = [2, 404, 404, 404, 404];

const rules: Readonly<Record<OperationName, Rule | 'public'>> = {
  'POST /analyze': whoMaySee,
  'GET /tasks': everybody,
  'GET /tasks/{task_id}': whoMaySee,
  'GET /tasks/{task_id}/events': whoMaySee,
  'GET /events': everybody,
  'DELETE /tasks/{task_id}': whoMaySee,
  'GET /tasks/{task_id}/result': whoMaySee,
  'GET /tasks/{task_id}/result/picture.svg': whoMaySee,
  'POST /tasks/{task_id}/retry': whoMaySee,
  'POST /practice-records': everybody,
  'GET /practice-records': everybody,
  'GET /practice-records/{practice_record_id}': whoMaySee,
  'DELETE /practice-records/{practice_record_id}': [2, 404, 403, 404, 2],
  'PUT /practice-records/{practice_record_id}/audio': [2, 404, 403, 404, 403],
  'GET /practice-records/{practice_record_id}/audio': whoMaySee,
  'POST /practice-records/{practice_record_id}/audio-link': whoMaySee,
  'POST /practice-sessions': everybody,
  'GET /practice-sessions': everybody,
  'GET /practice-sessions/{practice_session_id}': whoMaySee,
  'POST /practice-sessions/{practice_session_id}/analyze': whoMaySee,
  'GET /audit': [403, 403, 403, 403, 2],
  'GET /me/export': everybody,
  'GET /sentences': everybody,
  'POST /sentences': [403, 403, 2, 2, 2],
  'GET /sentences/{sentence_id}': everybody,
  'GET /sentences/{sentence_id}/audio': everybody,
  'POST /sentences/{sentence_id}/audio-link': everybody,
  'POST /webhooks': everybody,
  'GET /webhooks': everybody,
  'GET /webhooks/{webhook_id}': ownerOnly,
  'DELETE /webhooks/{webhook_id}': ownerOnly,
  'POST /webhooks/{webhook_id}/enable': ownerOnly,
  'POST /webhooks/{webhook_id}/roll-secret': ownerOnly,
  'GET /webhooks/{webhook_id}/deliveries': ownerOnly,
  'POST /webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver': ownerOnly,
  'GET /retry-policy': 'public',
};

let aiService: AnsweringAiService;
let gateway: StartedGateway;
let address: string;
let requests: ReturnType<typeof operationRequests>;
beforeAll(async () => {
  aiService = await AnsweringAiService.start();
  gateway = await StartedGateway.start({ WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true', AI_SERVICE_URL: aiService.url });
  address = await gateway.listen();
  requests = operationRequests(gateway);
  await storeExample(gateway);
});
afterAll(async () => {
  await gateway.stop();
  aiService.stop();
});

const names: readonly (CallerName | null)[] = [
  null,
  null,
  'patient',
  'otherPatient',
  'therapist',
  'otherTherapist',
  'admin',
];

async function authorization(kind: number): Promise<Record<string, string>> {
  if (kind === 0) return {};
  const caller = callers[names[kind] ?? 'patient'];
  const token = await mintToken({ ...caller, secret, ...(kind === 1 ? { ttlSeconds: -60 } : {}) });
  return { authorization: `Bearer ${token}` };
}

/** The status of an answer; the answer itself is not read, because a stream has no end. */
async function statusFor(name: OperationName, kind: number): Promise<number> {
  const { path, headers = {}, body } = await requests[name]();
  const leaving = new AbortController();
  const form = Buffer.isBuffer(body) ? new Uint8Array(body) : null;
  const json = body !== undefined && form === null;
  const response = await fetch(address + path, {
    method: name.split(' ')[0] ?? 'GET',
    headers: { ...headers, ...(json ? { 'content-type': 'application/json' } : {}), ...(await authorization(kind)) },
    signal: leaving.signal,
    ...(body === undefined ? {} : { body: form ?? JSON.stringify(body) }),
  });
  leaving.abort();
  return response.status;
}

function expected(rule: Rule | 'public', kind: number): number {
  if (rule === 'public') return 2;
  return kind < 2 ? 401 : (rule[kind - 2] ?? 0);
}

describe.each(Object.keys(operations) as OperationName[])('%s', (name) => {
  it.each(kinds.map((kind, index): [Kind, number, number] => [kind, index, expected(rules[name], index)]))(
    'by %s',
    async (_, kind, outcome) => {
      const status = await statusFor(name, kind);
      expect(outcome === 2 ? Math.floor(status / 100) : status).toBe(outcome);
    },
  );
});
