import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '@vocalborn/system-harness';
import { AnsweringAiService } from '../fixtures/ai-service.js';
import { operationRequests, storeExample, type OperationRequest } from '../fixtures/operation-requests.js';
import { callers, secret, StartedGateway, type CallerName } from '../fixtures/started-gateway.js';
import { operations, type OperationName } from '../http/operations.js';

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, ResponseContent>> }>>;
}
interface ResponseContent {
  readonly examples?: Readonly<Record<string, object>>;
}
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, object>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Requests per operation. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 25);

let aiService: AnsweringAiService;
let gateway: StartedGateway;
let address: string;
let document: Document;
let requests: ReturnType<typeof operationRequests>;
const tokens = new Map<string, string>();
beforeAll(async () => {
  aiService = await AnsweringAiService.start();
  gateway = await StartedGateway.start({ WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true', AI_SERVICE_URL: aiService.url });
  address = await gateway.listen();
  document = (await gateway.ask('GET', '/openapi.json')).body as Document;
  requests = operationRequests(gateway);
  await storeExample(gateway);
  for (const [name, caller] of Object.entries(callers)) tokens.set(name, await mintToken({ ...caller, secret }));
});
afterAll(async () => {
  await gateway.stop();
  aiService.stop();
});

const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    "' or 1=1 --",
    '../../etc/passwd',
    '%00',
    '1e400',
    '-1',
    '99999999999999999999',
  ),
  fc.constantFrom(
    '9'.repeat(400),
    'x'.repeat(3_000),
    '你好',
    '__proto__',
    'constructor',
    '<script>',
    '\r\nX-Injected: 1',
  ),
  fc.string({ maxLength: 40 }),
  fc.uuid(),
);

/** Any JSON value, with names and texts that are trouble elsewhere. */
const hostileJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    hostileText,
    fc.constantFrom(null, true, 0, -0.5, 1e308, Number.MAX_SAFE_INTEGER),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostileText, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const headerText = fc.constantFrom(
  ...['', 'x', 'é', '0', 'bytes=0-', 'bytes=9-1', 'bytes=-0', '*', '"x"', 'W/"x"', 'zh-TW'],
);

/** How a request is changed. */
interface Change {
  readonly as: CallerName | 'nobody' | 'nonsense';
  /** Replaces one part of the path, or none. */
  readonly segment: { readonly index: number; readonly text: string } | null;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Replaces the body, or one field of it, or some of its bytes, or nothing. */
  readonly body: FieldChange | { readonly raw: string } | BytesChange | null;
  readonly type: string | null;
}

interface FieldChange {
  readonly field: string | null;
  readonly value: unknown;
}

interface BytesChange {
  /** Where the bytes are, in a body of any length. */
  readonly at: number;
  readonly length: number;
  readonly bytes: string;
}

function changes(
  parameters: readonly string[],
  headerNames: readonly string[],
  fields: readonly string[],
): fc.Arbitrary<Change> {
  const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 2, nil: null });
  const field = fields.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...fields), { nil: null });
  return fc.record({
    as: fc.constantFrom('patient', 'patient', 'patient', 'otherPatient', 'therapist', 'admin', 'nobody', 'nonsense'),
    segment: rarely(fc.record({ index: fc.nat(4), text: hostileText })),
    query: fc.dictionary(
      parameters.length === 0 ? hostileText : fc.oneof(fc.constantFrom(...parameters), hostileText),
      hostileText,
      {
        maxKeys: 2,
      },
    ),
    headers: fc.dictionary(
      fc.constantFrom(
        'accept-language',
        'accept',
        'idempotency-key',
        'if-none-match',
        'range',
        'if-range',
        ...headerNames,
      ),
      headerText,
      { maxKeys: 3 },
    ),
    body: rarely(
      fc.oneof(
        fc.record({ field, value: hostileJson }),
        fc.record({ at: fc.nat(100_000), length: fc.nat(60), bytes: hostileText }),
        fc.record({
          raw: fc.oneof(hostileText, fc.constantFrom('{"a":', '['.repeat(31_000), '{"a":1,"a":2}', 'null', '"x"')),
        }),
      ),
    ),
    type: rarely(
      fc.constantFrom('application/json', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=zz', 'x'),
    ),
  });
}

/** Sends a changed request. The answer of a stream is not read to its end. */
async function send(name: OperationName, request: OperationRequest, change: Change) {
  const leaving = new AbortController();
  const token = change.as === 'nonsense' ? 'x.y.z' : tokens.get(change.as);
  const { body, type } = bodyOf(request, change);
  const method = name.split(' ')[0] ?? 'GET';
  const headers = new Headers({
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...request.headers,
  });
  if (type !== null) headers.set('content-type', type);
  for (const [header, value] of Object.entries(change.headers)) headers.set(header, value);
  const response = await fetch(address + targetOf(request.path, change), {
    method,
    headers,
    signal: leaving.signal,
    ...(method === 'GET' || body === undefined ? {} : { body }),
  });
  const contentType = response.headers.get('content-type') ?? '';
  const isProblem = contentType.startsWith('application/problem+json');
  const problem = isProblem ? ((await response.json()) as { code: string; status: number }) : null;
  leaving.abort();
  return { status: response.status, contentType, problem };
}

function targetOf(path: string, { segment, query }: Change): string {
  const parts = path.split('/').slice(1);
  if (segment && parts.length > 1) parts[1 + (segment.index % (parts.length - 1))] = encode(segment.text);
  const pairs = Object.entries(query).map(([key, value]) => `${encode(key)}=${encode(value)}`);
  return `/${parts.join('/')}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** Half a surrogate pair has no encoding in UTF-8; its bytes are sent as they would be. */
const encode = (text: string): string => (/\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text));

function bodyOf(request: OperationRequest, { body: change, type }: Change): { body?: BodyInit; type: string | null } {
  const given = request.body;
  if (change && 'raw' in change) return { body: change.raw, type: type ?? 'application/json' };
  if (change && 'at' in change)
    return { body: withBytes(given, change), type: type ?? (Buffer.isBuffer(given) ? null : 'application/json') };
  if (change) {
    const base = typeof given === 'object' && given !== null && !Buffer.isBuffer(given) ? given : {};
    const value = change.field === null ? change.value : { ...base, [change.field]: change.value };
    return { body: JSON.stringify(value), type: type ?? 'application/json' };
  }
  if (given === undefined) return { type };
  if (Buffer.isBuffer(given)) return { body: new Uint8Array(given), type };
  return { body: JSON.stringify(given), type: type ?? 'application/json' };
}

function withBytes(given: unknown, { at, length, bytes }: BytesChange): Uint8Array<ArrayBuffer> {
  const whole = Buffer.isBuffer(given) ? given : Buffer.from(JSON.stringify(given ?? {}));
  const begin = at % whole.length;
  return new Uint8Array(Buffer.concat([whole.subarray(0, begin), Buffer.from(bytes), whole.subarray(begin + length)]));
}

/** The names of the fields that an operation takes as JSON. */
function fieldsOf({ requestBody }: Described): string[] {
  const schema = requestBody?.content['application/json']?.schema;
  const name = schema?.$ref?.split('/').at(-1);
  return Object.keys((name === undefined ? schema : document.components.schemas[name])?.properties ?? {});
}

describe('any request is answered as the description tells, and never by an unexpected error', () => {
  it.each(Object.keys(operations) as OperationName[])('%s', async (name) => {
    const [method = '', path = ''] = name.split(' ');
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`the description lacks ${name}`);
    const named = (where: string) =>
      (operation.parameters ?? []).filter((each) => each.in === where).map((each) => each.name);
    // A long wait would only make the test slow.
    const query = named('query').filter((each) => each !== 'wait');
    const codes = (status: number): string[] =>
      Object.keys(operation.responses[status]?.content?.['application/problem+json']?.examples ?? {});
    await fc.assert(
      fc.asyncProperty(changes(query, named('header'), fieldsOf(operation)), async (change) => {
        const { status, contentType, problem } = await send(name, await requests[name](), change);
        expect(status).not.toBe(500);
        // A changed path without parameters is that of no route, or of another one.
        if (change.segment && (status === 404 || !path.includes('{'))) return;
        expect(Object.keys(operation.responses)).toContain(String(status));
        if (status < 400) return;
        expect(contentType).toContain('application/problem+json');
        expect(problem?.status).toBe(status);
        expect(codes(status)).toContain(`${problem?.code}.en-US`);
      }),
      { numRuns: runs },
    );
  });
});
