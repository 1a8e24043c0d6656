import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { DrawnResult, PictureOptions } from '@vocalborn/speech-analysis/picture';
import { statusWord } from '@vocalborn/task';
import { findResult, type StoredResult } from '@vocalborn/task-ledger';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
import { taskIs } from './task-is.js';
import { ReadStatus } from './read-status.js';

/** Reads results from the ledger. */
@Injectable()
export class ReadResult {
  constructor(
    private readonly status: ReadStatus,
    private readonly access: AccessService,
    private readonly database: Database,
  ) {}

  /**
   * The result of a task as JSON of a TaskResultDto. What the analysis found is passed on as Postgres keeps it.
   * @throws Problem `not-found`, or `task-not-finished` with the current status
   */
  async read(caller: Principal, taskId: string): Promise<string> {
    const stored = await this.find(caller, taskId);
    const before = { task_id: taskId, result_id: stored.resultId };
    const after = {
      analysis_model_version: stored.analysisModelVersion,
      processing_time_seconds: stored.processingTimeSeconds,
      completed_at: stored.completedAt,
    };
    return joinObjects(JSON.stringify(before), stored.analysisResultJson, JSON.stringify(after));
  }

  /** The picture of a result as SVG. @throws Problem as `read`, or `no-picture` for a result without stored contours */
  async draw(caller: Principal, taskId: string, options: PictureOptions): Promise<string> {
    const { analysisResultJson } = await this.find(caller, taskId);
    const { drawResult } = await import('@vocalborn/speech-analysis/picture');
    const { detailed_analysis: details } = JSON.parse(analysisResultJson) as { detailed_analysis: DrawnResult };
    const picture = drawResult(details, options);
    if (picture === null)
      throw new Problem('no-picture', {
        'en-US': 'The result has no stored contours.',
        'zh-TW': '此結果沒有儲存輪廓。',
      });
    return picture;
  }

  private async find(caller: Principal, taskId: string): Promise<StoredResult> {
    const stored = await findResult(this.database, taskId);
    if (stored && (await this.access.maySee(caller, stored.userId, { kind: 'result', id: taskId }))) return stored;
    const task = await this.status.find(caller, taskId);
    const { progress, error } = task;
    const members = { task_id: taskId, task_status: statusWord(task.status), progress, error };
    throw new Problem('task-not-finished', taskIs(task.status), members);
  }
}

/** The JSON of one object with the members of several; each is given as JSON without space around it. */
function joinObjects(...objects: readonly string[]): string {
  const members = objects.map((json) => json.slice(1, -1)).filter((text) => text !== '');
  return `{${members.join(',')}}`;
}
