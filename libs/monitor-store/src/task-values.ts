import { quantile } from '@vocalborn/monitoring-rules';
import type { TaskFigures } from './task-figures.js';

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

/** The key figures of tasks and queue over some hours, as the catalogue defines them. */
export function taskValues(figures: TaskFigures, hours: number) {
  const { succeeded, failed, unusable, retried, waits, waitSeconds, longestWaitSeconds, processingSeconds } = figures;
  const ended = succeeded + failed;
  return {
    avg_processing_time: ratio(processingSeconds, succeeded),
    p95_processing_time: quantile(0.95, figures.processingBuckets),
    success_rate: percent(succeeded, ended),
    failure_rate: percent(failed - unusable, ended),
    unusable_recording_rate: percent(unusable, ended),
    retry_rate: percent(retried, ended + retried),
    avg_wait_time: ratio(waitSeconds, waits),
    longest_wait_time: longestWaitSeconds,
    processed_per_hour: ratio(ended, hours),
  };
}
