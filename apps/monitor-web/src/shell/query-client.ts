import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@vocalborn/client';

const maxRetries = 2;

/** Whether a retry may help: on network and server errors, at most twice. */
function worthRetrying(count: number, error: unknown): boolean {
  return count < maxRetries && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);
}

/** Creates the cache that all pages share. A 401 answer resets the login, so that the user must sign in again. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 401) void client.resetQueries({ queryKey: ['me'], exact: true });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== 'me' && onError(error) }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: worthRetrying, staleTime: 2_000, refetchOnWindowFocus: true } },
  });
  return client;
}
