import { mintToken } from './mint-token.js';

const id = (number: string): string => `00000000-0000-4000-8000-${number.padStart(12, '0')}`;

/** What the development seed puts into the database; tests and the demo refer to it by these names. */
export const seeded = {
  patient: id('1'),
  therapist: id('2'),
  admin: id('3'),
  otherPatient: id('4'),
  chineseSentence: id('11'),
  englishSentence: id('12'),
  practiceSession: id('21'),
  /** The patient's Chinese recording, which the demo analyses. */
  demoRecord: id('31'),
  practiceRecords: [id('31'), id('32'), id('33')],
} as const;

/** One token for each of the seeded people. */
export interface SeededTokens {
  readonly patient: string;
  readonly therapist: string;
  readonly admin: string;
  readonly otherPatient: string;
}

/** Signs a token for each of the seeded people. */
export async function seededTokens(secret: string, ttlSeconds: number): Promise<SeededTokens> {
  const [patient, therapist, admin, otherPatient] = await Promise.all([
    mintToken({ sub: seeded.patient, role: 'patient', secret, ttlSeconds }),
    mintToken({ sub: seeded.therapist, role: 'therapist', secret, ttlSeconds }),
    mintToken({ sub: seeded.admin, role: 'admin', secret, ttlSeconds }),
    mintToken({ sub: seeded.otherPatient, role: 'patient', secret, ttlSeconds }),
  ]);
  return { patient, therapist, admin, otherPatient };
}
