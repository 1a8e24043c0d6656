const firstDelaySeconds = 5;
const longestDelaySeconds = 600;
const mostAttempts = 15;

/**
 * The delay before the next attempt to send a message: 5 s, 10 s, 20 s, … at most ten minutes.
 * @param attempts number of failed attempts, at least 1
 * @returns seconds; null after 15 attempts (about 80 minutes), when the message is given up
 */
export function retryDelaySeconds(attempts: number): number | null {
  if (attempts >= mostAttempts) return null;
  return Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (attempts - 1));
}
