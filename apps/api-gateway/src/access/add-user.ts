import { runStatement, type Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';

/** The platform keeps the names of users. */
const statement = {
  name: 'add-user',
  text: `insert into users (user_id, role, display_name) values ($1, $2, '') on conflict do nothing`,
};

/** A caller who stores something for the first time becomes a user. */
export async function addUser(database: Database, caller: Principal): Promise<void> {
  await runStatement(database, statement, [caller.userId, caller.role]);
}
