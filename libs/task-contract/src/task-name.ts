/** The one kind of job on the queue. */
export const taskName = 'analyze_audio';
