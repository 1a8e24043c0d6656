import { useInfiniteQuery } from '@tanstack/react-query';
import { queryString, request, type ApiError } from './request.js';

export interface NotedAction {
  readonly action_id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly outcome: 'done' | 'failed' | null;
  readonly message: string | null;
}

interface AuditPage {
  readonly actions: readonly NotedAction[];
}

const pageSize = 50;

export const useAudit = (target: string) =>
  useInfiniteQuery<AuditPage, ApiError, readonly NotedAction[], readonly unknown[], string | null>({
    queryKey: ['audit', target],
    queryFn: ({ pageParam }) => request(`/api/audit${queryString({ target, before: pageParam, limit: pageSize })}`),
    initialPageParam: null,
    getNextPageParam: ({ actions }) => (actions.length < pageSize ? null : (actions.at(-1)?.action_id ?? null)),
    select: ({ pages }) => pages.flatMap((page) => page.actions),
  });
