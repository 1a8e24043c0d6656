import { Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMe } from '../api/queries.js';
import { Failure } from '../page/failure.js';
import { Login } from './login.js';

/** Shows its children to signed-in users and the login page to others. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useMe();
  if (data) return children;
  if (error?.status === 401 || error?.status === 403) return <Login refused={error} />;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Center mih="100vh">
      <Loader />
    </Center>
  );
}
