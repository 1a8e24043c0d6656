import { Table, Text } from '@mantine/core';
import { type RetryRule, useRetryPolicy } from '../api/queries.js';
import { useLanguage } from '../language/language.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { lengthOf } from '../wording/moment.js';

/** Table of the retry policy: strategy, delays and maximum retries by error kind. */
export function RetryPolicyPage() {
  const { words } = useLanguage();
  const policy = useRetryPolicy();
  return (
    <>
      <PageTitle title={words.pages.retryPolicy} />
      {policy.error && <Failure error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.data && (
        <>
          <Rules rules={policy.data.rules} />
          <Text size="sm" mt="md">
            {words.retryPolicy.jitter(Math.round(policy.data.jitter_fraction * 100))}
          </Text>
        </>
      )}
    </>
  );
}

function Rules({ rules }: { readonly rules: readonly RetryRule[] }) {
  const { words, language } = useLanguage();
  const { retryPolicy } = words;
  return (
    <Table verticalSpacing="sm" className="stacked">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{retryPolicy.kind}</Table.Th>
          <Table.Th>{retryPolicy.strategy}</Table.Th>
          <Table.Th>{retryPolicy.maxRetries}</Table.Th>
          <Table.Th>{retryPolicy.delays}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rules.map((rule) => (
          <Table.Tr key={rule.error_kind}>
            <Table.Th>
              {rule.label[language]} <span className="mono">({rule.error_kind})</span>
            </Table.Th>
            <Table.Td data-heading={retryPolicy.strategy}>{retryPolicy.strategies[rule.strategy]}</Table.Td>
            <Table.Td data-heading={retryPolicy.maxRetries}>{rule.max_retries}</Table.Td>
            <Table.Td data-heading={retryPolicy.delays}>
              {rule.delays_seconds.map((seconds) => lengthOf(seconds, words.time)).join(' → ') || '–'}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
