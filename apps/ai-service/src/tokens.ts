/** Injection tokens of what is a value rather than a class. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
export const METRICS = Symbol('metrics registry');
