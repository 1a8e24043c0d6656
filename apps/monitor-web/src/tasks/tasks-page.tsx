import { Button, Center, Group, Loader, Text } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { useMayAct } from '../api/me.js';
import { useWords } from '../language/language.js';
import { Failure } from '../shell/failure.js';
import { PageTitle } from '../shell/page-title.js';
import { BulkBar } from './bulk-bar.js';
import { TaskFilters } from './task-filters.js';
import { TaskTable } from './task-table.js';
import { useLivePage } from './use-live-page.js';
import { useSelection } from './use-selection.js';
import { useTaskSearch, type TaskSearch } from './use-task-search.js';

/** All tasks: look for some, choose some, do something to them. */
export function TasksPage() {
  const words = useWords();
  const mayAct = useMayAct();
  const search = useTaskSearch();
  const selection = useSelection();
  const { page, rows, newerCount, showNewer } = useLivePage(search);
  const showsNewest = search.order === 'newest' && search.cursor === null;
  return (
    <>
      <PageTitle title={words.pages.tasks} />
      <TaskFilters search={search} />
      <BulkBar selection={selection} />
      {showsNewest && newerCount > 0 && (
        <Button variant="light" fullWidth mb="sm" onClick={showNewer}>
          {words.tasks.newer(newerCount)}
        </Button>
      )}
      {page.error && <Failure error={page.error} onRetry={() => void page.refetch()} />}
      {page.isPending && (
        <Center h={200}>
          <Loader />
        </Center>
      )}
      {page.data && rows.length === 0 && <Text my="lg">{words.tasks.none}</Text>}
      {rows.length > 0 && (
        <TaskTable
          rows={rows}
          selection={mayAct ? selection : null}
          order={search.order}
          onOrder={(order) => search.set('order', order)}
        />
      )}
      <Pager search={search} next={page.data?.next ?? null} />
    </>
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
        onClick={search.goBack}
      >
        {tasks.previous}
      </Button>
      <Text size="sm">{tasks.page(search.pageNumber)}</Text>
      <Button
        variant="default"
        disabled={next === null}
        rightSection={<IconChevronRight size={16} aria-hidden />}
        onClick={() => next !== null && search.goOn(next)}
      >
        {tasks.next}
      </Button>
    </Group>
  );
}
