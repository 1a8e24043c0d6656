const firstDelaySeconds = 5;
const longestDelaySeconds = 600;
const mostAttempts = 15;

/**
 * Seconds until a message that could not be sent is tried again: 5, 10, 20, … up to ten minutes.
 * @param attempts how often it was tried
 * @returns null after 15 times, about 80 minutes: then it is given up
 */
export function retryDelaySeconds(attempts: number): number | null {
  if (attempts >= mostAttempts) return null;
  return Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (attempts - 1));
}
