/** Injection tokens of the gateway's interfaces and values. */
export const SETTINGS = Symbol('settings');
export const AUDIO_STORE = Symbol('audio store');
