import { AppShell, Badge, Button, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import IconApi from '@tabler/icons-react/icons/IconApi';
import IconLogout from '@tabler/icons-react/icons/IconLogout';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { useAlerts, useMe } from '../api/queries.js';
import { token } from '../api/client.js';
import { useWords } from '../language/language.js';
import { pages } from './pages.js';
import { signals } from '../page/theme.js';

/** Links to all pages, and the name of the user. */
export function Menu({ onChoose }: { readonly onChoose: () => void }) {
  const words = useWords();
  const { pathname } = useLocation();
  const firing = useAlerts().data?.rules.filter((rule) => rule.state === 'firing').length ?? 0;
  const isHere = (path: string): boolean => (path === '/' ? pathname === '/' : pathname.startsWith(path));
  return (
    <>
      <AppShell.Section grow component={ScrollArea}>
        {pages.map(({ path, name, Icon }) => (
          <NavLink
            key={path}
            component={Link}
            to={path}
            onClick={onChoose}
            label={words.pages[name]}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
            rightSection={
              name === 'alerts' && firing > 0 ? (
                <Badge color={signals.critical} circle>
                  {firing}
                </Badge>
              ) : null
            }
            active={isHere(path)}
            aria-current={isHere(path) ? 'page' : undefined}
            variant="filled"
          />
        ))}
        <NavLink href="/docs" label={words.pages.docs} leftSection={<IconApi size={18} stroke={1.6} aria-hidden />} />
      </AppShell.Section>
      <AppShell.Section>
        <SignedInAs />
      </AppShell.Section>
    </>
  );
}

function SignedInAs() {
  const { shell } = useWords();
  const queries = useQueryClient();
  const me = useMe().data;
  const signOut = (): void => {
    token.forget();
    queries.clear();
    location.assign('/');
  };
  return (
    <Stack gap={4} p="xs">
      {me && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {shell.signedInAs(me.name)}
          {!me.may_act && ` · ${shell.lookOnly}`}
        </Text>
      )}
      {token.read() !== null && (
        <Button variant="default" size="xs" leftSection={<IconLogout size={14} aria-hidden />} onClick={signOut}>
          {shell.signOut}
        </Button>
      )}
    </Stack>
  );
}
