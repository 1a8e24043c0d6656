import { Alert, Button, Center, Group, Loader, Text } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { useMayAct } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { Quoted } from '../wording/text.js';
import { BulkBar } from './bulk-bar.js';
import type { FilterName } from './filters.js';
import { TaskFilters } from './task-filters.js';
import { TaskTable } from './task-table.js';
import { useLivePage } from './use-live-page.js';
import { useSelection } from './use-selection.js';
import { useTaskSearch, type TaskSearch } from './use-task-search.js';

/** Search for tasks, and actions on selected tasks. */
export function TasksPage() {
  const words = useWords();
  const mayAct = useMayAct();
  const search = useTaskSearch();
  const selection = useSelection();
  const { page, rows, newerCount, newerMatch, showNewer } = useLivePage(search);
  const showsNewest = search.order === 'newest' && search.cursor === null;
  return (
    <>
      <PageTitle title={words.pages.tasks} />
      <TaskFilters search={search} />
      <BulkBar selection={selection} />
      {showsNewest && newerCount > 0 && (
        <Button variant="light" fullWidth mb="sm" onClick={showNewer}>
          {newerMatch === 'all' ? words.tasks.newer(newerCount) : words.tasks.maybeNewer}
        </Button>
      )}
      <InvalidFilters search={search} />
      {page.error && <Failure error={page.error} onRetry={() => void page.refetch()} />}
      {page.isLoading && (
        <Center h={200}>
          <Loader />
        </Center>
      )}
      {search.query && page.data && rows.length === 0 && <Text my="lg">{words.tasks.none}</Text>}
      {rows.length > 0 && (
        <TaskTable
          rows={rows}
          selection={mayAct ? selection : null}
          order={search.order}
          onOrder={(order) => search.set('order', order)}
        />
      )}
      <Pager search={search} next={search.query && page.data ? page.data.next : null} />
    </>
  );
}

/** Names the filters with invalid values. */
function InvalidFilters({ search: { filters, invalid } }: { readonly search: TaskSearch }) {
  const words = useWords();
  if (invalid.length === 0) return null;
  const labels: Readonly<Record<FilterName, string>> = {
    search: words.tasks.search,
    state: words.task.state,
    error_kind: words.tasks.kind,
    worker: words.tasks.worker,
    user_id: words.tasks.user,
    created_from: words.tasks.from,
    created_before: words.tasks.before,
  };
  return (
    <Alert color="orange" variant="outline" title={words.tasks.invalid} role="alert" my="md">
      {invalid.map((name) => (
        <Text key={name} size="sm">
          {labels[name]}: <Quoted>{filters[name]}</Quoted>
        </Text>
      ))}
    </Alert>
  );
}

function Pager({ search, next }: { readonly search: TaskSearch; readonly next: string | null }) {
  const { tasks } = useWords();
  if (search.cursor === null && next === null) return null;
  return (
    <Group role="navigation" aria-label={tasks.page(search.pageNumber)} justify="center" my="md">
      <Button
        variant="default"
        disabled={search.cursor === null}
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        onClick={search.previousPage}
      >
        {tasks.previous}
      </Button>
      <Text size="sm">{tasks.page(search.pageNumber)}</Text>
      <Button
        variant="default"
        disabled={next === null}
        rightSection={<IconChevronRight size={16} aria-hidden />}
        onClick={() => next !== null && search.nextPage(next)}
      >
        {tasks.next}
      </Button>
    </Group>
  );
}
