import type { ReactNode } from 'react';

/**
 * What people or programs wrote, in the midst of our own words: it breaks anywhere, so that it never widens the page,
 * and its direction of writing does not turn what stands around it.
 */
export function Quoted({ children }: { readonly children: ReactNode }) {
  return <bdi className="quoted">{children}</bdi>;
}
