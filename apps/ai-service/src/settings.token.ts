/** Injection token of the ai-service's settings. */
export const SETTINGS = Symbol('settings');
