import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPgBouncer } from './find-pgbouncer.js';
import { freePort } from './free-port.js';
import { listensOn } from './listens-on.js';
import { ManagedProcess } from './managed-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { waitFor } from './wait-for.js';

/** A pgbouncer in transaction mode on the loopback address: each transaction gets any of its sessions. */
export class PgBouncer {
  private constructor(
    /** The address of the same database through the pooler. */
    readonly url: string,
    private readonly process: ManagedProcess,
    private readonly folder: { remove(): void },
  ) {}

  /** Pools the connections to a database that trusts local ones. */
  static async start(databaseUrl: string): Promise<PgBouncer> {
    const [program, port, folder] = [await findPgBouncer(), await freePort(), temporaryFolder('vocalborn-pgbouncer')];
    const { hostname, port: target, username } = new URL(databaseUrl);
    const file = join(folder.path, 'pgbouncer.ini');
    writeFileSync(
      file,
      `[databases]
* = host=${hostname} port=${target} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 20
max_prepared_statements = 200
server_login_retry = 1
`,
    );
    // It refuses to run as root; then it changes to nobody, who must reach its file.
    chmodSync(folder.path, 0o755);
    const user = process.getuid?.() === 0 ? ['--user', 'nobody'] : [];
    const { command, args } = program;
    const started = new ManagedProcess({
      name: 'pgbouncer',
      command,
      args: [...args, ...user, file],
      lastSignal: 'SIGINT',
    });
    await waitFor(() => !started.running || listensOn(started.pid, port), { what: 'pgbouncer' });
    started.assertRunning();
    const url = new URL(databaseUrl);
    url.port = String(port);
    return new PgBouncer(url.toString(), started, folder);
  }

  async stop(): Promise<void> {
    await this.process.stop('SIGINT', 10_000);
    this.folder.remove();
  }
}
