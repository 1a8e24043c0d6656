import { AppShell, Burger, Center, Container, Group, Loader, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useWords } from '../language/language.js';
import { LanguageSwitch } from './language-switch.js';
import { Menu } from './menu.js';
import { SchemeSwitch } from './scheme-switch.js';
import { StreamStatus } from './stream-status.js';

/** Header, menu and content area. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const words = useWords();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'md' }}
    >
      <a className="skip-link" href="#content">
        {words.skipToContent}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              {...{ opened, onClick: toggle, hiddenFrom: 'sm', size: 'sm' }}
              aria-label={words.shell.openMenu}
              aria-expanded={opened}
            />
            <img src="/icon.svg" alt="" width={28} height={28} />
            <Text fw={700} visibleFrom="xs" style={{ whiteSpace: 'nowrap' }}>
              {words.product}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <StreamStatus />
            <LanguageSwitch />
            <SchemeSwitch />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.shell.navigation}>
        <Menu onChoose={close} />
      </AppShell.Navbar>
      <Content>{children}</Content>
    </AppShell>
  );
}

function Content({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // Keyboard and screen-reader users continue in the new page, not in the menu.
  useEffect(() => {
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [pathname]);
  return (
    <AppShell.Main id="content" ref={main} tabIndex={-1}>
      <Container size="xl" p={0}>
        <Suspense
          fallback={
            <Center h={300}>
              <Loader />
            </Center>
          }
        >
          {children}
        </Suspense>
      </Container>
    </AppShell.Main>
  );
}
