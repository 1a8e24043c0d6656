import { runStatement, type Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';

const clientsOf = {
  name: 'clients-of',
  text: 'select patient_id from therapist_clients where therapist_id = $1',
};

/** A client who is no longer one is not shown after this time. */
const refreshEveryMs = 15_000;

/** Whose tasks a listener may see, as long as it listens. */
export class VisibleOwners {
  #clients: ReadonlySet<string> = new Set();

  private constructor(
    private readonly database: Database,
    private readonly caller: Principal,
  ) {}

  /** Reads the clients of a therapist again and again until the signal is aborted. */
  static async of(database: Database, caller: Principal, until: AbortSignal): Promise<VisibleOwners> {
    const owners = new VisibleOwners(database, caller);
    if (caller.role !== 'therapist') return owners;
    await owners.readClients();
    // Nobody is shown while it is unknown who may be.
    const refresh = (): void => void owners.readClients().catch(() => (owners.#clients = new Set()));
    const refreshing = setInterval(refresh, refreshEveryMs).unref();
    until.addEventListener('abort', () => clearInterval(refreshing), { once: true });
    return owners;
  }

  has(userId: string): boolean {
    const { role, userId: callerId } = this.caller;
    return role === 'admin' || userId === callerId || (role === 'therapist' && this.#clients.has(userId));
  }

  private async readClients(): Promise<void> {
    const { userId } = this.caller;
    const rows = await runStatement<{ patient_id: string }>(this.database, clientsOf, [userId]);
    this.#clients = new Set(rows.map((row) => row.patient_id));
  }
}
