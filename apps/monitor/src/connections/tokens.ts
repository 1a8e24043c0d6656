/** Injection tokens of what is an interface or a value rather than a class. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
export const RESULT_CACHE = Symbol('connection to the result cache');
export const METRICS = Symbol('metrics registry');
