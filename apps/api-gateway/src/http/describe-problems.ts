import type { OpenAPIObject } from '@nestjs/swagger';
import { operations, problemsOf, type OperationName } from './operations.js';
import { Problem } from './problem.js';
import { problems, type ProblemCode } from './problem-catalogue.js';

type Document = Pick<OpenAPIObject, 'paths' | 'components'>;

interface DescribedOperation {
  description?: string;
  readonly parameters?: readonly object[];
  readonly security?: readonly object[];
  readonly responses: Record<string, object>;
}

const schema = {
  type: 'object',
  description: 'A refusal as RFC 9457 defines it, with further members of its own kind.',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance', 'request_id'],
  additionalProperties: true,
  properties: {
    type: { type: 'string', description: 'Stable URI of the kind of problem.' },
    title: { type: 'string', description: 'The kind of problem, in the language of the caller.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong with this request.' },
    hint: { type: 'string', description: 'What the caller can do.' },
    code: { type: 'string', enum: Object.keys(problems), description: 'Stable; clients may switch on it.' },
    instance: { type: 'string', description: 'Path of the request.' },
    request_id: { type: 'string', description: 'The X-Request-Id of the answer.' },
    errors: {
      type: 'array',
      description: 'With `invalid-request`: each field that is not valid.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const languages = ['en-US', 'zh-TW'] as const;
type ExampleLanguage = (typeof languages)[number];

/**
 * Adds to each operation its Chinese summary and every problem that it can answer, with examples in both languages.
 * @returns the document, changed in place
 */
export function describeProblems<Described extends Document>(document: Described): Described {
  const used = new Set<ProblemCode>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, DescribedOperation>)) {
      const name = `${method.toUpperCase()} ${path}` as OperationName;
      operation.description = [operation.description, operations[name].chinese].filter(Boolean).join('\n\n');
      const kind = {
        method,
        needsToken: operation.security !== undefined,
        hasParameters: (operation.parameters ?? []).length > 0,
      };
      const codes = problemsOf(name, kind);
      codes.forEach((code) => used.add(code));
      Object.assign(operation.responses, responsesOf(codes, operation.responses));
    }
  }
  const examples = Object.fromEntries(
    [...used].flatMap((code) => languages.map((language) => example(code, language))),
  );
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: schema },
    examples,
  };
  return document;
}

function responsesOf(
  codes: readonly ProblemCode[],
  described: Readonly<Record<string, object>>,
): Record<string, object> {
  const statuses = [...new Set(codes.map((code) => problems[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => problems[code].status === status);
      const description = ofStatus.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' ');
      const examples = ofStatus.flatMap((code) =>
        languages.map((language) => [
          keyOf(code, language),
          { $ref: `#/components/examples/${keyOf(code, language)}` },
        ]),
      );
      const content = {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(examples) as Record<string, object>,
        },
      };
      return [status, { ...described[status], description, content }];
    }),
  );
}

const keyOf = (code: ProblemCode, language: ExampleLanguage): string => `${code}.${language}`;

function example(code: ProblemCode, language: ExampleLanguage): [string, object] {
  const { title } = problems[code];
  const request = { url: '/…', id: '0b7c2a52-6c62-4b7d-9f5e-0d5b1d6a5c11', headers: { 'accept-language': language } };
  return [keyOf(code, language), { summary: title, value: new Problem(code, `${title}.`).body(request) }];
}
