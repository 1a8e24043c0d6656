import { Button, Center, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useState } from 'react';
import { useAudit } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { AuditTable } from './audit-table.js';

const typingMs = 300;

/** Log of the actions of operators, with a filter by target. */
export function AuditPage() {
  const { pages, audit } = useWords();
  const [typed, setTyped] = useState('');
  const [target] = useDebouncedValue(typed.trim(), typingMs);
  const actions = useAudit(target);
  return (
    <>
      <PageTitle title={pages.audit} />
      <TextInput
        label={audit.target}
        placeholder={audit.filter}
        type="search"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="md"
        maw={480}
      />
      {actions.error && <Failure error={actions.error} onRetry={() => void actions.refetch()} />}
      {actions.data?.length === 0 && <Text>{audit.none}</Text>}
      {actions.data && actions.data.length > 0 && <AuditTable actions={actions.data} />}
      {actions.hasNextPage && (
        <Center mt="md">
          <Button variant="default" loading={actions.isFetchingNextPage} onClick={() => void actions.fetchNextPage()}>
            {audit.more}
          </Button>
        </Center>
      )}
    </>
  );
}
