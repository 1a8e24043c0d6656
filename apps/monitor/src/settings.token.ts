/** Injection token of the monitor's settings. */
export const SETTINGS = Symbol('settings');
