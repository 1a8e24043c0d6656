import type { PersonalDataStores } from './sweep-erasure.js';
import { listUnfinishedErasures } from './stored-erasures.js';
import { sweepErasure } from './sweep-erasure.js';

/** Erasures per round: few enough that the other duties of recovery do not wait long. */
const mostPerRound = 50;

/**
 * Finishes the erasures whose process died, or for which something could not be reached, and sweeps each once more when it
 * is settled. One that fails does not hold up the others.
 * @returns the number of erasures swept
 * @throws AggregateError of the erasures that failed; the next round repeats them
 */
export async function finishErasures(stores: PersonalDataStores): Promise<number> {
  const errors: unknown[] = [];
  let swept = 0;
  for (const erasure of await listUnfinishedErasures(stores.database, mostPerRound)) {
    try {
      if (await sweepErasure(stores, erasure)) swept += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  if (swept > 0) stores.logger.info({ erasures: swept }, 'swept erasures');
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} erasures could not be swept now`);
  return swept;
}
