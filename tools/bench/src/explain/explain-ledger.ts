export const explainLedger = (..._: unknown[]): Promise<void> => Promise.resolve();
