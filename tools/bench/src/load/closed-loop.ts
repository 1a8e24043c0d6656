import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './answer-parser.js';
import { Connection, type Request } from './connection.js';

/** A load: each connection sends its next request as soon as the last one is answered. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  /** Longest duration. */
  readonly seconds: number;
  /** The next request; null when there is none left, which ends the load. */
  readonly next: () => Request | null;
  /** Status that every answer must have. */
  readonly expected: number;
}

/** What a load brought. */
export interface LoadResult {
  readonly answers: readonly Answer[];
  readonly seconds: number;
}

/** Connections that are opened at the same moment would be handed to the processes of a cluster unevenly. */
const betweenConnectionsMs = 4;

/**
 * Runs a load on new connections and returns when all requests that were sent are answered.
 * @throws Error when an answer has another status, or a connection breaks
 */
export async function runLoad(load: Load): Promise<LoadResult> {
  const connections: Connection[] = [];
  try {
    for (let opened = 0; opened < load.connections; opened += 1) {
      connections.push(await Connection.open(load.port));
      await delay(betweenConnectionsMs);
    }
    const began = performance.now();
    const deadline = began + load.seconds * 1_000;
    const answers = await Promise.all(connections.map((connection) => sendUntil(deadline, connection, load)));
    return { answers: answers.flat(), seconds: (performance.now() - began) / 1_000 };
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function sendUntil(deadline: number, connection: Connection, { next, expected }: Load): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (performance.now() < deadline) {
    const request = next();
    if (request === null) break;
    const answer = await connection.send(request);
    if (answer.status !== expected) throw new Error(`${request.path} answered ${answer.status}: ${answer.body}`);
    answers.push(answer);
  }
  return answers;
}
