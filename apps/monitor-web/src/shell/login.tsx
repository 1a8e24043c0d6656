import { Alert, Button, Center, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError } from '@vocalborn/client';
import { token } from '../api/client.js';
import { useWords } from '../language/language.js';
import { LanguageSwitch } from './language-switch.js';

/** Asks for an administrator's token. The browser itself asks for basic credentials before it shows this page. */
export function Login({ refused }: { readonly refused: ApiError }) {
  const { login, product } = useWords();
  const queries = useQueryClient();
  const [value, setValue] = useState('');
  const [isSubmitted, setSubmitted] = useState(token.read() !== null);
  const submit = (): void => {
    token.keep(value.trim());
    setSubmitted(true);
    void queries.resetQueries({ queryKey: ['me'] });
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w={420} component="form" action={submit}>
        <Stack>
          <Group justify="space-between">
            <Title order={1}>{login.title}</Title>
            <LanguageSwitch />
          </Group>
          <Text>{product}</Text>
          <Text size="sm">{login.explain}</Text>
          {isSubmitted && (
            <Alert color="red" variant="outline" role="alert">
              {login.expired} {refused.status === 403 && refused.detail}
            </Alert>
          )}
          <PasswordInput
            label={login.token}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            required
            autoComplete="off"
          />
          <Button type="submit">{login.submit}</Button>
        </Stack>
      </Paper>
    </Center>
  );
}
