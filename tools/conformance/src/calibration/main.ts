/** Learns in which directions sounds differ, and writes them for the comparison. */
import { workspaceRoot } from '@vocalborn/system-harness';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianParts } from '../debian-parts.js';
import { SpeechSynthesis } from '../orderings/speech-synthesis.js';
import { knownPrompts } from './known-prompts.js';
import { Scatter } from './scatter.js';

/** More tell voices apart as well as sounds. */
const directions = 12;

const parts = await debianParts(console.log);
const scatter = new Scatter();
let prompts = 0;
for await (const prompt of knownPrompts(parts, new SpeechSynthesis(parts.espeak))) {
  scatter.add(prompt);
  prompts += 1;
}
const { rows, ratios } = scatter.directions(directions);
console.log(
  `${prompts} prompts; variance of all sounds over that of the same: ${ratios.map((each) => each.toFixed(2)).join(', ')}`,
);
const target = join(workspaceRoot, 'libs/speech-analysis/src/comparison/discriminant.ts');
writeFileSync(
  target,
  `/**
 * Directions in the bands around a moment, row after row, along which sounds differ most relative to how the same sound
 * differs between voices. Made by \`npm run calibrate:sounds\` from ${prompts} prompts of numbers, days and months, each said by
 * a human being and four synthetic voices, in English, Spanish, French, Italian and Russian; not to be edited.
 */
export const discriminant: readonly number[] = [
${rows.map((value) => `  ${Number(value.toPrecision(4))},`).join('\n')}
];
`,
);
