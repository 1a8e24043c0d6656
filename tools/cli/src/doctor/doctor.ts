import type { Command } from 'commander';
import { answering, type Answer, type Input } from '../answer.js';
import { databaseUrl } from '../connections.js';
import { pairs } from '../table.js';
import { causes, complaints, type Cause, type Complaint, type Findings } from './causes.js';
import { findCauses } from './find-causes.js';
import type { Observations, Reach } from './observations.js';
import { observe } from './observe.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('diagnose stuck tasks, slow tasks and growing memory; works without the monitor')
    .action(answering(examine));
}

async function examine({ target }: Input<unknown>): Promise<Answer> {
  // A missing DATABASE_URL is wrong use, not a Postgres that is down.
  databaseUrl(target);
  const seen = await observe(target);
  const findings = findCauses(seen);
  return { json: asJson(seen, findings), text: asText(seen, findings), ok: findings.causes.length === 0 };
}

function asJson(seen: Observations, { causes: found, notes }: Findings) {
  return {
    healthy: found.length === 0,
    causes: found.map(({ cause, evidence }) => ({ cause, ...causes[cause], evidence })),
    notes,
    seen,
  };
}

/** The findings as text: a summary, the causes of each tree, notes, and a verdict. */
export function asText(seen: Observations, { causes: found, notes }: Findings): string {
  const sections = (Object.keys(complaints) as Complaint[]).map((complaint) => {
    const own = found.filter(({ cause }) => causes[cause].complaint === complaint);
    const text = own.length === 0 ? '  nothing found' : own.map(causeText).join('\n');
    return `${complaints[complaint]}\n${text}`;
  });
  const remarks = notes.length === 0 ? [] : [`Notes\n${notes.map((note) => `  ${note}`).join('\n')}`];
  const verdict =
    found.length === 0 ? 'No cause found.' : `${found.length} cause${found.length === 1 ? '' : 's'} found.`;
  return [summary(seen), ...sections, ...remarks, verdict].join('\n\n');
}

function causeText({ cause, evidence }: Cause): string {
  const { title, fix } = causes[cause];
  return [`  ${cause}: ${title}`, ...evidence.map((line) => `    evidence: ${line}`), `    fix:      ${fix}`].join(
    '\n',
  );
}

function summary({ ledger, queue, cache, aiService, monitor }: Observations): string {
  const say = <Found>(place: Reach<Found>, text: (found: Found) => string): string =>
    place.reached ? text(place.found) : `NOT REACHED: ${place.reason}`;
  return pairs([
    [
      'Postgres',
      say(
        ledger,
        ({ states }) =>
          Object.entries(states)
            .map(([state, n]) => `${n} ${state}`)
            .join(', ') || 'no tasks',
      ),
    ],
    [
      'Queue',
      say(queue, ({ counts }) => `${counts.waiting} waiting, ${counts.active} active, ${counts.delayed} delayed`),
    ],
    [
      'Workers',
      say(cache, ({ workers }) => `${workers.filter((worker) => worker.online).length} of ${workers.length} online`),
    ],
    ['ai-service', say(aiService, (ai) => `answers ${ai.status} in ${Math.round(ai.answerMs)} ms`)],
    ['Monitor', say(monitor, () => 'answers')],
  ]);
}
