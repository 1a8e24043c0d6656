import { Code } from '@mantine/core';
import { useWords } from '../language/language.js';

/** Collapsed traceback of an error. The API sends tracebacks to operators only. */
export function Traceback({ text }: { readonly text: string }) {
  const { task } = useWords();
  return (
    <details>
      <summary style={{ cursor: 'pointer', fontSize: 'var(--mantine-font-size-sm)' }}>{task.traceback}</summary>
      <Code
        block
        mt="xs"
        tabIndex={0}
        aria-label={task.traceback}
        role="region"
        style={{ overflowX: 'auto', whiteSpace: 'pre' }}
      >
        {text}
      </Code>
    </details>
  );
}
