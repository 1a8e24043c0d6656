/** What the module hands to its parts. */
export const SETTINGS = Symbol('settings');
export const POOL = Symbol('pool');
export const LOGGER = Symbol('logger');
export const REWRITER = Symbol('rewriter');
export const TEXT_ACCURACY = Symbol('text accuracy');
export const METRICS = Symbol('metrics');
