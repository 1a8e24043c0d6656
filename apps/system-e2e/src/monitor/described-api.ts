import type { System } from '@vocalborn/system-harness';
import { z } from 'zod';

type Json = Record<string, unknown>;

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly Json[];
  readonly parameters: readonly { name: string; in: string; description?: string }[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema?: Json }> }>>;
}

interface Document {
  readonly paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Json };
}

/** What the monitor says of its API. */
export class DescribedApi {
  private constructor(private readonly document: Document) {}

  static async of(system: System): Promise<DescribedApi> {
    const response = await fetch(`${system.app('monitor').url}/openapi.json`);
    return new DescribedApi((await response.json()) as Document);
  }

  get securitySchemes(): string[] {
    return Object.keys(this.document.components.securitySchemes);
  }

  get operations(): Operation[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    );
  }

  operation(method: string, path: string): Operation {
    const found = this.operations.find((each) => each.method === method && each.path === path);
    if (!found) throw new Error(`${method} ${path} is not described`);
    return found;
  }

  /** What is wrong with an answer by its schema: what it lacks, what is of another type, what is not described. */
  faults(method: string, path: string, status: number, answer: unknown): string[] {
    const [media] = Object.values(this.operation(method, path).responses[String(status)]?.content ?? {});
    if (!media?.schema) return [`no schema of ${status}`];
    const schema = z.fromJSONSchema(this.closed(media.schema) as Json, { defaultTarget: 'draft-2020-12' });
    const { error } = schema.safeParse(answer);
    return error ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) : [];
  }

  /** A schema with what it refers to in its place; what has properties of given names has no others. */
  private closed(part: unknown): unknown {
    if (Array.isArray(part)) return part.map((each) => this.closed(each));
    if (typeof part !== 'object' || part === null) return part;
    const { $ref, allOf, ...own } = part as { $ref?: string; allOf?: Json[] } & Json;
    if ($ref !== undefined) return this.closed(this.document.components.schemas[$ref.split('/').at(-1) ?? '']);
    if (allOf) return { ...own, ...(this.closed(allOf[0]) as Json) };
    const parts = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, this.closed(value)]));
    const isOpen = own['type'] !== 'object' || 'additionalProperties' in own;
    return isOpen ? parts : { ...parts, additionalProperties: false };
  }
}
