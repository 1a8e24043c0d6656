import { actOnTasks, type TaskAction } from '../api/tasks.js';
import { useWords } from '../language/language.js';
import { useConfirm } from '../shell/use-confirm.js';
import { shortId } from '../wording/short-id.js';

/** Most refusals that are told one by one. */
const mostReasons = 5;

/** Runs tasks again or cancels them, after asking; tells of each that was refused. */
export function useTaskDeeds(
  onDone: () => void = () => undefined,
): (action: TaskAction, ids: readonly string[]) => void {
  const words = useWords();
  const { tasks } = words;
  const confirm = useConfirm();
  const texts = {
    retry: { question: tasks.askRetry, explanation: tasks.retryExplain, label: tasks.retrySelected, harmful: false },
    revoke: { question: tasks.askRevoke, explanation: tasks.revokeExplain, label: tasks.revokeSelected, harmful: true },
  } as const;
  return (action, ids) => {
    const { question, ...text } = texts[action];
    const act = async (): Promise<string> => {
      const { done, results } = await actOnTasks(action, ids);
      const refusals = results.flatMap(({ task_id: id, reason }) =>
        reason === null ? [] : [`${shortId(id)}: ${reason}`],
      );
      onDone();
      return [tasks.outcome(done, ids.length), ...refusals.slice(0, mostReasons)].join(' ');
    };
    confirm({ ...text, question: question(ids.length), act });
  };
}
