import { runStatement, type Database } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';

/** A time in which no messages about an alert are sent. */
export interface Silence {
  readonly silenceId: string;
  readonly name: string;
  readonly until: Date;
  readonly actor: string;
  readonly reason: string;
  readonly createdAt: Date;
}

const columns = `silence_id as "silenceId", name, until, actor, reason, created_at as "createdAt"`;

const insertStatement = {
  name: 'add-silence',
  text: `
    insert into alert_silences (silence_id, name, until, actor, reason)
    values ($1, $2, now() + $3::int * interval '1 minute', $4, $5) returning ${columns}`,
};

/** Index: primary key. */
const endStatement = {
  name: 'end-silence',
  text: `update alert_silences set until = now() where silence_id = $1 and until > now() returning ${columns}`,
};

/** Index: alert_silences_by_end. */
const presentStatement = {
  name: 'present-silences',
  text: `select ${columns} from alert_silences where until > now() order by until, silence_id`,
};

export async function addSilence(
  database: Database,
  wanted: Pick<Silence, 'name' | 'actor' | 'reason'> & { readonly minutes: number },
): Promise<Silence> {
  const values = [randomUUID(), wanted.name, wanted.minutes, wanted.actor, wanted.reason];
  const [silence] = await runStatement<Silence>(database, insertStatement, values);
  if (!silence) throw new Error('an insert returns its row');
  return silence;
}

/** Ends a silence now. @returns null when there is no such silence, or it has ended */
export async function endSilence(database: Database, silenceId: string): Promise<Silence | null> {
  const [silence] = await runStatement<Silence>(database, endStatement, [silenceId]);
  return silence ?? null;
}

/** The silences that have not ended, ordered by their end. */
export function presentSilences(database: Database): Promise<Silence[]> {
  return runStatement<Silence>(database, presentStatement, []);
}
