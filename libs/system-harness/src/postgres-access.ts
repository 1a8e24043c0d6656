import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Who connects to a server that others on the machine can reach too. */
export interface PostgresAccess {
  /** Password of the superuser `postgres`. */
  readonly superuserPassword: string;
  /** A role without the rights of a superuser, which owns the databases of the apps. */
  readonly owner: { readonly name: string; readonly password: string };
}

/** Whether the server asks everybody for a password. */
export async function asksForPasswords(dataDir: string): Promise<boolean> {
  return !/^\s*(local|host)\s.*\strust\s*$/m.test(await readFile(hbaFile(dataDir), 'utf8'));
}

/** Makes a server that trusts every local connection ask for passwords. */
export async function askForPasswords(dataDir: string, client: pg.Client, superuserPassword: string): Promise<void> {
  await client.query(`alter role postgres password ${pg.escapeLiteral(superuserPassword)}`);
  const hba = await readFile(hbaFile(dataDir), 'utf8');
  await writeFile(hbaFile(dataDir), hba.replaceAll(/\btrust$/gm, 'scram-sha-256'));
  await client.query('select pg_reload_conf()');
}

/** Creates the role, or gives it its present password. It may create databases, which restore drills need. */
export async function keepOwner(client: pg.Client, { name, password }: PostgresAccess['owner']): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${role} login createdb nosuperuser password ${pg.escapeLiteral(password)}`);
}

/** Gives a database of the superuser, with all that is in it, to the role. */
export async function giveDatabase(client: pg.Client, database: string, owner: string): Promise<void> {
  const to = pg.escapeLiteral(owner);
  await client.query(`alter database ${pg.escapeIdentifier(database)} owner to ${pg.escapeIdentifier(owner)}`);
  await client.query(`do $$
    declare command text;
    begin
      for command in
        select format('alter %s %I owner to %I', case relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end,
          relname, ${to}) from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S') and relowner = 'postgres'::regrole
          and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i') and relkind = 'S')
        union all
        select format('alter routine %s owner to %I', oid::regprocedure, ${to}) from pg_proc
        where pronamespace = 'public'::regnamespace and proowner = 'postgres'::regrole
      loop execute command; end loop;
    end $$`);
}

const hbaFile = (dataDir: string): string => join(dataDir, 'pg_hba.conf');
