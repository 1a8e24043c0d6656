import type { AiProblemCode, AnalysisResult } from '@vocalborn/ai-contract';
import type { Told } from '../http/language.js';
import { Problem } from '../http/problem.js';

/** What the ai-service says of a recording that it cannot analyse. */
const refusals: Readonly<Partial<Record<AiProblemCode, Told>>> = {
  'audio-too-large': { 'en-US': 'The example is too large.', 'zh-TW': '示範錄音檔過大。' },
  'audio-too-long': { 'en-US': 'The example is too long.', 'zh-TW': '示範錄音過長。' },
  'unsupported-format': { 'en-US': 'The format of the example is not supported.', 'zh-TW': '不支援示範錄音的格式。' },
  'undecodable-audio': {
    'en-US': 'The example is damaged or is not audio.',
    'zh-TW': '示範錄音已損壞，或不是音訊檔。',
  },
  'audio-silent': { 'en-US': 'No voice can be heard in the example.', 'zh-TW': '示範錄音中聽不到聲音。' },
  'audio-too-short': { 'en-US': 'The example is too short.', 'zh-TW': '示範錄音過短。' },
};

/** Advice on a recording that makes every comparison with it worse, when it is an example. */
const unusable: ReadonlySet<string> = new Set(['overdriven-recording', 'noisy-recording', 'cut-recording', 'no-voice']);

/** The problem for a refusal of the ai-service; null when it is not about the recording. */
export function refusalProblem(code: AiProblemCode, supported: readonly string[]): Problem | null {
  const told = refusals[code];
  if (!told) return null;
  const members = { field: 'audio', reason: code };
  if (code === 'unsupported-format') return new Problem('unsupported-media-type', told, { ...members, supported });
  return new Problem('example-not-usable', told, members);
}

/** The problem for an example that was measured and makes a bad one; null for a good one. */
export function areaProblem({ improvement_areas: areas }: AnalysisResult): Problem | null {
  const area = areas.find(({ code }) => unusable.has(code));
  return area ? new Problem('example-not-usable', area.message, { field: 'audio', reason: area.code }) : null;
}
