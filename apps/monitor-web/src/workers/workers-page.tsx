import { SimpleGrid, Text } from '@mantine/core';
import { useWorkers } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { WorkerCard } from './worker-card.js';

/** Cards of all workers, the online ones first. */
export function WorkersPage() {
  const words = useWords();
  const workers = useWorkers();
  const rows = workers.data?.workers.toSorted(
    (a, b) => b.status.localeCompare(a.status) || a.name.localeCompare(b.name),
  );
  return (
    <>
      <PageTitle title={words.pages.workers} />
      {workers.error && (
        <Failure error={workers.error} shownSince={workers.dataUpdatedAt} onRetry={() => void workers.refetch()} />
      )}
      {rows?.length === 0 && <Text>{words.workers.none}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {rows?.map((worker) => (
          <WorkerCard key={worker.name} worker={worker} isStale={workers.isError} />
        ))}
      </SimpleGrid>
    </>
  );
}
