/** How an app describes its API: fields that are declared once for validation and OpenAPI, and the names of operations. */
export type { FieldOptions } from './fields/field.js';
export { Decimal, Flag, Instant, instantBounds, OneOf, Share, Text, Uuid, Whole } from './fields/scalars.js';
export { Computed, Dictionary, ListOf, Nested } from './fields/structures.js';
export { nameOperations } from './operation-ids.js';
