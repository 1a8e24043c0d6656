/** Injection tokens of interfaces and values. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
export const RESULT_CACHE = Symbol('connection to the result cache');
export const METRICS = Symbol('metrics registry');
