/** Tokens of what is created before the module. */
export const SETTINGS = Symbol('settings');
export const LOGGER = Symbol('logger');
