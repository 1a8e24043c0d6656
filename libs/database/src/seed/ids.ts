const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Fixed identifiers of the development data, so that documentation and tests can name them. */
export const seedIds = {
  patient: id(1),
  therapist: id(2),
  admin: id(3),
  otherPatient: id(4),
  chineseSentence: id(11),
  englishSentence: id(12),
  session: id(21),
  chineseRecord: id(31),
  shortRecord: id(32),
  englishRecord: id(33),
} as const;
