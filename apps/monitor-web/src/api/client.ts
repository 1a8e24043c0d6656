import { createMonitorClient } from '@vocalborn/client';

const key = 'vocalborn.token';

/** The administrator's token, kept until the tab is closed. */
export const token = {
  read: (): string | null => sessionStorage.getItem(key),
  keep: (value: string): void => sessionStorage.setItem(key, value),
  forget: (): void => sessionStorage.removeItem(key),
};

/** Authorization header of the token. The browser adds basic credentials itself. */
export function authorization(): Record<string, string> {
  const stored = token.read();
  return stored === null ? {} : { Authorization: `Bearer ${stored}` };
}

/** The monitor that served this page. */
export const client = createMonitorClient({
  auth: ({ scheme }) => (scheme === 'bearer' ? (token.read() ?? undefined) : undefined),
});
