import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { drawResult, type DrawnResult, type PictureOptions } from '@vocalborn/speech-analysis/picture';
import { statusWord } from '@vocalborn/task';
import { findResult } from '@vocalborn/task-ledger';
import { Problem } from '../http/problem.js';
import type { TaskResultDto } from './task-result.dto.js';
import { ReadStatus } from './read-status.js';

/** Reads results from the ledger. */
@Injectable()
export class ReadResult {
  constructor(
    private readonly status: ReadStatus,
    private readonly database: Database,
  ) {}

  /** @throws Problem `not-found`, or `task-not-finished` with the current status */
  async read(caller: Principal, taskId: string): Promise<TaskResultDto> {
    const task = await this.status.find(caller, taskId);
    const stored = await findResult(this.database, taskId);
    if (!stored) {
      const { progress, error } = task;
      const members = { task_id: taskId, task_status: statusWord(task.status), progress, error };
      throw new Problem('task-not-finished', `The task is ${statusWord(task.status)}.`, members);
    }
    return {
      task_id: taskId,
      result_id: stored.resultId,
      ...(stored.analysisResult as Omit<TaskResultDto, 'task_id' | 'result_id'>),
      analysis_model_version: stored.analysisModelVersion,
      processing_time_seconds: stored.processingTimeSeconds,
      completed_at: stored.completedAt,
    };
  }

  /** The picture of a result as SVG. @throws Problem as `read`, or `no-picture` for a result without stored contours */
  async draw(caller: Principal, taskId: string, options: PictureOptions): Promise<string> {
    const { detailed_analysis: details } = await this.read(caller, taskId);
    const picture = drawResult(details as unknown as DrawnResult, options);
    if (picture === null) throw new Problem('no-picture', 'The result has no stored contours.');
    return picture;
  }
}
