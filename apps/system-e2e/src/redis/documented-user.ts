import { workspaceRoot } from '@vocalborn/system-harness';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A user of the ACL as docs/redis.md gives it. */
export interface DocumentedUser {
  readonly name: string;
  readonly password: string;
  readonly rules: readonly string[];
}

/** The user of the ACL file that docs/redis.md gives, in a cluster with the rules that it adds there. */
export function documentedUser(place: 'server' | 'cluster'): DocumentedUser {
  const text = readFileSync(join(workspaceRoot, 'docs/redis.md'), 'utf8');
  const block = (mark: string): string[] =>
    new RegExp(`<!-- tested: ${mark} -->\\s+\`\`\`text\\n(.*)\\n\`\`\``).exec(text)?.[1]?.split(' ') ?? [];
  const [, name = '', ...rules] = block('acl');
  const password = rules.find((rule) => rule.startsWith('>'))?.slice(1) ?? '';
  return { name, password, rules: place === 'cluster' ? [...rules, ...block('acl of a cluster')] : rules };
}
