import { Text } from '@mantine/core';
import { actOnTasks, type BulkAnswer, type TaskAction } from '../api/actions.js';
import type { Words } from '../language/dictionaries.js';
import { useWords } from '../language/language.js';
import { useConfirm, type Outcome } from '../page/use-confirm.js';
import { affected, refusals, type ChosenTask } from './bulk-outcome.js';

/** Reruns or cancels the selected tasks whose state allows it, after confirmation. */
export function useTaskActions(
  onDone: () => void = () => undefined,
): (action: TaskAction, chosen: readonly ChosenTask[]) => void {
  const words = useWords();
  const { tasks } = words;
  const confirm = useConfirm();
  const texts = {
    retry: { question: tasks.askRerun, explanation: tasks.rerunExplain, label: tasks.rerunSelected, harmful: false },
    revoke: { question: tasks.askCancel, explanation: tasks.cancelExplain, label: tasks.cancelSelected, harmful: true },
  } as const;
  return (action, chosen) => {
    const { question, explanation, ...text } = texts[action];
    const ids = affected(action, chosen).map(({ task_id: id }) => id);
    const leftAlone = chosen.length - ids.length;
    const act = async (): Promise<Outcome> => {
      const answer = await actOnTasks(action, ids);
      onDone();
      return outcomeOf(answer, tasks);
    };
    const leftAloneText = leftAlone === 0 ? [] : [tasks.leftAlone(leftAlone, chosen.length)];
    confirm({
      ...text,
      question: question(ids.length),
      explanation: [...leftAloneText, explanation].join(' '),
      act,
    });
  };
}

/** Notification with the number of tasks done and one line per reason of refusal. */
function outcomeOf({ done, results }: BulkAnswer, tasks: Words['tasks']): Outcome {
  const texts: Readonly<Record<string, (count: number) => string>> = tasks.refusals;
  const lines = refusals(results).map(([code, count]) => texts[code]?.(count) ?? `${code}: ${count}`);
  const message = [tasks.outcome(done, results.length), ...lines].map((line) => (
    <Text key={line} size="sm" inherit>
      {line}
    </Text>
  ));
  return { message, isPartial: done < results.length };
}
