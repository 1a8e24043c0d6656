export const writeCharts = (..._: unknown[]): Promise<void> => Promise.resolve();
