import { healthConditions, type ConditionName, type ConditionOf, type Level } from './health-conditions.js';

/** The languages in which a reason can be told. */
export type ReasonLanguage = 'zh-TW' | 'en-US';

/** A value in a sentence; a length of time is formatted by whoever shows it. */
export type ReasonValue = string | number | { readonly seconds: number };

type Sentence = Readonly<Record<ReasonLanguage, string>>;

/** Conditions of the alert file, whose names and values operators choose. */
const alertSentences = {
  alertFiring: {
    'zh-TW': '告警：{name}（目前 {value}）',
    'en-US': 'Alert: {name} (now {value})',
  },
  alertFiringOver: {
    'zh-TW': '告警：{name}（最近 {window}為 {value}）',
    'en-US': 'Alert: {name} ({value} over the last {window})',
  },
  alertPending: {
    'zh-TW': '告警醞釀中：{name}',
    'en-US': 'Alert is about to fire: {name}',
  },
} as const satisfies Record<string, Sentence>;

/** The conditions that the banner can tell of. */
export type SpokenCondition = Extract<ConditionOf<'dashboard'>, ConditionWithSentence>;
type ConditionWithSentence = {
  readonly [Name in ConditionName]: (typeof healthConditions)[Name] extends { says: Sentence } ? Name : never;
}[ConditionName];

export type ReasonName = SpokenCondition | keyof typeof alertSentences;

/** Why the system is not well. */
export interface Reason {
  readonly level: Level;
  readonly name: ReasonName;
  readonly values: Readonly<Record<string, ReasonValue>>;
}

/** A reason at the level that the dashboard gives its condition. */
export const reason = (name: SpokenCondition, values: Reason['values'] = {}): Reason => ({
  level: healthConditions[name].dashboard.level,
  name,
  values,
});

/**
 * A reason as a sentence.
 * @param lengthOf formats a length of time in seconds
 */
export function reasonText(
  { name, values }: Reason,
  language: ReasonLanguage,
  lengthOf: (seconds: number) => string,
): string {
  return sentenceOf(name)[language].replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${name} lacks the value ${key}`);
    return typeof value === 'object' ? lengthOf(value.seconds) : String(value);
  });
}

/** The sentence of a reason in each language. */
export const sentenceOf = (name: ReasonName): Sentence =>
  name in alertSentences
    ? alertSentences[name as keyof typeof alertSentences]
    : healthConditions[name as SpokenCondition].says;

/** Every reason that there is. */
export const reasonNames: readonly ReasonName[] = [
  ...(Object.keys(healthConditions) as ConditionName[]).filter(
    (name): name is SpokenCondition => 'says' in healthConditions[name],
  ),
  ...(Object.keys(alertSentences) as (keyof typeof alertSentences)[]),
];
