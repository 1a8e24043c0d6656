/** The roles of callers. */
export const roles = ['patient', 'therapist', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A person who asks for something, as the bearer token names them. */
export interface Caller {
  readonly userId: string;
  readonly role: Role;
}

/** The id of a user, as an SQL expression. */
type UserIdSql = string;

/**
 * Whose records and tasks a role may see, as an SQL condition on the owner: a patient their own, a therapist also those
 * of their clients, an admin all. Statements take their condition from here, and `mayActFor` below applies the same rule
 * to one owner; a spec compares the two for every role.
 */
const visibleTo: Readonly<Record<Role, (owner: UserIdSql, caller: UserIdSql) => string>> = {
  patient: (owner, caller) => `${owner} = ${caller}`,
  therapist: (owner, caller) =>
    `${owner} = any (array(
      select ${caller} union select patient_id from therapist_clients where therapist_id = ${caller}))`,
  admin: () => 'true',
};

/**
 * The condition for a caller whose role is known when the statement is built.
 * @param owner SQL for the owner's id, such as `t.user_id`
 * @param caller SQL for the caller's id, such as `$1::uuid`
 */
export function visibilitySql(role: Role, owner: UserIdSql, caller: UserIdSql): string {
  return visibleTo[role](owner, caller);
}

/**
 * The condition for a prepared statement that serves all roles.
 * @param role SQL for the caller's role, such as `$2`
 */
export function visibilityOfAnyRoleSql(role: string, owner: UserIdSql, caller: UserIdSql): string {
  return `(${roles.map((each) => `(${role} = '${each}' and ${visibleTo[each](owner, caller)})`).join(' or ')})`;
}

/**
 * The users beside admins for whom the condition can hold for this owner, as an SQL array: it finds them through an index,
 * where the condition alone would be asked of every user.
 */
export function relatedUsersSql(owner: UserIdSql): string {
  return `array(select ${owner} union select therapist_id from therapist_clients where patient_id = ${owner})`;
}

/** The same rule for one owner. @param isClient whether the second user is a client of the first */
export async function mayActFor(
  caller: Caller,
  ownerId: string,
  isClient: (therapistId: string, ownerId: string) => Promise<boolean>,
): Promise<boolean> {
  if (caller.role === 'admin' || caller.userId === ownerId) return true;
  return caller.role === 'therapist' && isClient(caller.userId, ownerId);
}
