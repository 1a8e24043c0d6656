import { renameSync, writeFileSync } from 'node:fs';

/** Addresses and tokens of the running system. */
export interface Endpoints {
  readonly gateway: string;
  readonly ai_service: string;
  readonly worker: string;
  readonly monitor: string;
  readonly database_url: string;
  readonly broker_url: string;
  readonly result_backend: string;
  readonly tokens: { readonly patient: string; readonly therapist: string; readonly admin: string };
  readonly sample: { readonly practice_record_id: string };
}

/** Writes the file atomically, readable only by its owner because it holds tokens. */
export function writeEndpoints(path: string, endpoints: Endpoints): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** `curl` commands that request an analysis, poll it and read its result. */
export function curlLines({ gateway, tokens, sample }: Endpoints, taskId = '<task_id>'): readonly string[] {
  const authorization = `-H 'Authorization: Bearer ${tokens.patient}'`;
  const body = JSON.stringify({ practice_record_id: sample.practice_record_id });
  return [
    `curl -sS ${authorization} -H 'Content-Type: application/json' -d '${body}' ${gateway}/analyze`,
    `curl -sS ${authorization} '${gateway}/tasks/${taskId}'`,
    `curl -sS ${authorization} '${gateway}/tasks/${taskId}/result'`,
  ];
}
