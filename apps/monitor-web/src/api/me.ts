import { useQuery } from '@tanstack/react-query';
import { request, type ApiError } from './request.js';

export interface Me {
  readonly name: string;
  readonly may_act: boolean;
}

export const useMe = () =>
  useQuery<Me, ApiError>({ queryKey: ['me'], queryFn: () => request('/api/me'), staleTime: Infinity });

/** Whether to show what changes something. */
export const useMayAct = (): boolean => useMe().data?.may_act ?? false;
