import { Group, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useWords } from '../language/language.js';

/** Heading of a page and title of the browser tab. Children stand beside the heading. */
export function PageTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const { product } = useWords();
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Title order={1}>{title}</Title>
      {children}
    </Group>
  );
}
