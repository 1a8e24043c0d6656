import { describe, expect, it } from 'vitest';
import { judgeAiService, reachesAiService, type AiServiceReport } from './ai-service.js';

const report = (circuit: AiServiceReport['circuit'], up: boolean | null = null): AiServiceReport => ({ circuit, up });

it.each([
  ['closed', true, true],
  ['closed', null, true],
  ['closed', false, false],
  ['open', true, false],
  ['open', null, false],
  ['half-open', true, false],
  ['half-open', null, false],
  ['unknown', true, true],
  ['unknown', false, false],
  ['unknown', null, null],
] as const)(
  'a worker with a circuit that is %s and whose ai-service answers: %s, reaches it: %s',
  (circuit, up, reaches) => {
    expect(reachesAiService(report(circuit, up))).toBe(reaches);
  },
);

describe('the ai-service', () => {
  const unreachable = [{ level: 'critical', name: 'aiServiceUnreachable', values: {} }];

  it('is unreachable when no worker that tells reaches it', () => {
    expect(judgeAiService([report('open'), report('half-open')])).toEqual(unreachable);
    expect(judgeAiService([report('open'), report('unknown')])).toEqual(unreachable);
  });

  it('is unreachable when it answers no worker, although their circuits are closed while there is nothing to do', () => {
    expect(judgeAiService([report('closed', false)])).toEqual(unreachable);
  });

  it('is partly unreachable when some workers reach it', () => {
    expect(judgeAiService([report('open'), report('closed'), report('unknown')])).toEqual([
      { level: 'warning', name: 'aiServicePartlyUnreachable', values: { broken: 1, online: 3 } },
    ]);
  });

  it.each<[string, AiServiceReport[]]>([
    ['every worker reaches it', [report('closed'), report('closed', true)]],
    ['no worker tells', [report('unknown'), report('unknown')]],
    ['there is no worker', []],
  ])('is no reason when %s', (_, reports) => {
    expect(judgeAiService(reports)).toEqual([]);
  });
});
