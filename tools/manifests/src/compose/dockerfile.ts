import { readDockerFile } from './read-compose.js';

/** What a stage of the Dockerfile tells of the images made of it. */
export interface Stage {
  readonly name: string;
  /** The stages that it starts from, itself first. */
  readonly chain: readonly string[];
  readonly instructions: readonly Instruction[];
}

interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

/** The stages of the Dockerfile by name. */
export function readStages(): ReadonlyMap<string, Stage> {
  const stages = new Map<string, Stage>();
  let current: { name: string; chain: string[]; instructions: Instruction[] } | undefined;
  for (const { keyword, text } of instructionsOf(readDockerFile('Dockerfile'))) {
    if (keyword === 'FROM') {
      const [base = '', , name = ''] = text.split(' ');
      const parent = stages.get(base);
      current = { name, chain: [name, ...(parent?.chain ?? [])], instructions: [...(parent?.instructions ?? [])] };
      stages.set(name, current);
    } else {
      current?.instructions.push({ keyword, text });
    }
  }
  return stages;
}

function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  return lines.filter(Boolean).map((line) => {
    const space = line.indexOf(' ');
    return { keyword: line.slice(0, space), text: line.slice(space + 1) };
  });
}

/** The text of the last instruction of a kind, which is the one that holds; undefined without any. */
export function lastOf(stage: Stage, keyword: string): string | undefined {
  return stage.instructions.findLast((instruction) => instruction.keyword === keyword)?.text;
}

/** The command of an instruction in its form as a list. @throws Error when it is in the form for a shell */
export function commandOf(stage: Stage, keyword: 'CMD' | 'ENTRYPOINT'): readonly string[] {
  return JSON.parse(lastOf(stage, keyword) ?? '[]') as string[];
}

/** The variables that a stage sets. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  const set = stage.instructions.filter(({ keyword }) => keyword === 'ENV').flatMap(({ text }) => text.split(' '));
  return Object.fromEntries(set.map((one) => one.split('=') as [string, string]));
}
