/** Between which instants may lie that are asked for: JavaScript knows some that Postgres does not. */
export const earliest = new Date('1970-01-01T00:00:00Z');
export const latest = new Date('9999-12-31T23:59:59.999Z');
