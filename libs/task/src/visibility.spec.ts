import { describe, expect, it } from 'vitest';
import { mayActFor, roles, visibilityOfAnyRoleSql, visibilitySql, type Caller } from './visibility.js';

const clientsOfOne = (therapistId: string, ownerId: string) =>
  Promise.resolve(therapistId === 'therapist' && ownerId === 'client');

describe('whose records a caller may see', () => {
  it.each<[Caller['role'], string, string, boolean]>([
    ['patient', 'client', 'client', true],
    ['patient', 'client', 'stranger', false],
    ['patient', 'therapist', 'client', false],
    ['therapist', 'therapist', 'client', true],
    ['therapist', 'therapist', 'therapist', true],
    ['therapist', 'therapist', 'stranger', false],
    ['therapist', 'other', 'client', false],
    ['admin', 'anyone', 'client', true],
    ['admin', 'anyone', 'anyone', true],
  ])('a %s %s sees those of %s: %s', async (role, userId, owner, sees) => {
    expect(await mayActFor({ userId, role }, owner, clientsOfOne)).toBe(sees);
  });

  it('is decided without the list of clients unless a therapist asks for another user', async () => {
    const unasked = () => Promise.reject(new Error('the list was read'));
    expect(await mayActFor({ userId: 'a', role: 'admin' }, 'b', unasked)).toBe(true);
    expect(await mayActFor({ userId: 'a', role: 'therapist' }, 'a', unasked)).toBe(true);
    expect(await mayActFor({ userId: 'a', role: 'patient' }, 'b', unasked)).toBe(false);
    await expect(mayActFor({ userId: 'a', role: 'therapist' }, 'b', unasked)).rejects.toThrow('the list was read');
  });
});

describe('the SQL condition', () => {
  it.each(roles)('for any role contains the condition for a %s', (role) => {
    const anyRole = visibilityOfAnyRoleSql('$2', 'r.user_id', '$1');
    expect(anyRole).toContain(`$2 = '${role}' and ${visibilitySql(role, 'r.user_id', '$1')}`);
  });
});
