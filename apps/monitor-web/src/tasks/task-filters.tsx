import { Autocomplete, Button, Collapse, Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import IconFilter from '@tabler/icons-react/icons/IconFilter';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { errorKinds, taskStates } from '@vocalborn/task';
import { useEffect, useState } from 'react';
import { useWorkers } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { isUnfiltered, type FilterName } from './filters.js';
import type { TaskSearch } from './use-task-search.js';

/** Pause in typing after which the search starts. */
const typingMs = 300;

/** Search field and filters of the tasks page. */
export function TaskFilters({ search }: { readonly search: TaskSearch }) {
  const { tasks } = useWords();
  const unfiltered = isUnfiltered(search.filters);
  const [opened, { toggle }] = useDisclosure(!unfiltered && search.filters.search === '');
  return (
    <search aria-label={tasks.filters}>
      <Group align="flex-end" gap="sm" mb="sm">
        <TypedFilter name="search" search={search} label={tasks.search} placeholder={tasks.searchHint} wide />
        <Button
          variant={opened ? 'light' : 'default'}
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={opened}
          aria-controls="more-filters"
        >
          {tasks.filters}
        </Button>
        {!unfiltered && (
          <Button variant="default" onClick={search.reset}>
            {tasks.reset}
          </Button>
        )}
      </Group>
      <Collapse expanded={opened} id="more-filters">
        <MoreFilters search={search} />
      </Collapse>
    </search>
  );
}

function MoreFilters({ search }: { readonly search: TaskSearch }) {
  const { filters, set } = search;
  const words = useWords();
  const { tasks } = words;
  const workers = useWorkers().data?.workers.map((worker) => worker.name) ?? [];
  const choice = (name: FilterName) => ({
    value: filters[name],
    onChange: (value: string | null) => set(name, value ?? ''),
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" mb="md">
      <Select
        label={words.task.state}
        {...choice('state')}
        data={[
          { value: '', label: tasks.anyState },
          ...taskStates.map((value) => ({ value, label: words.state[value] })),
        ]}
      />
      <Select
        label={tasks.kind}
        {...choice('error_kind')}
        data={[
          { value: '', label: tasks.anyKind },
          ...errorKinds.map((value) => ({ value, label: words.errorKind[value] })),
        ]}
      />
      <Autocomplete label={tasks.worker} data={workers} {...choice('worker')} />
      <TypedFilter name="user_id" search={search} label={tasks.user} />
      <TypedFilter name="created_from" search={search} label={tasks.from} type="datetime-local" />
      <TypedFilter name="created_before" search={search} label={tasks.before} type="datetime-local" />
    </SimpleGrid>
  );
}

interface TypedFilterProps {
  readonly name: FilterName;
  readonly search: TaskSearch;
  readonly label: string;
  readonly placeholder?: string;
  readonly type?: string;
  readonly wide?: boolean;
}

function TypedFilter({ name, search, label, placeholder, type = 'search', wide = false }: TypedFilterProps) {
  const given = search.filters[name];
  const [typed, setTyped] = useState(given);
  const [known, setKnown] = useState(given);
  // The address changed elsewhere: by a link or by the reset button.
  if (known !== given) {
    setKnown(given);
    setTyped(given);
  }
  const apply = useDebouncedCallback((value: string) => search.set(name, value), typingMs);
  useEffect(() => () => apply.cancel(), [apply]);
  return (
    <TextInput
      {...{ label, placeholder, type, value: typed }}
      style={wide ? { flex: '1 1 280px' } : undefined}
      leftSection={wide ? <IconSearch size={16} aria-hidden /> : undefined}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        apply(currentTarget.value);
      }}
    />
  );
}
