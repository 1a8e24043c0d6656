/** Changes with every change that can move a score, and is stored with each result. */
export const analysisModelVersion = 'vocalborn-acoustic-5';
