import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@vocalborn/client';

const mostAttempts = 2;

/** Whether asking again may help: not when the monitor understood and refused. */
function worthRetrying(count: number, error: unknown): boolean {
  return count < mostAttempts && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);
}

/** What is read is kept and shared between pages; whoever is not let in any more is asked to sign in. */
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
