import { inTransaction } from '../connect.js';
import type { Database } from '../database.js';
import { seedIds } from './ids.js';

/**
 * Puts the development data in: a patient, their therapist, an admin, another patient, two sentences with example
 * recordings and a session of three practice records. Rows that exist already are left as they are. The audio keys
 * are those under which the start tool copies the sample recordings into the store.
 */
export async function seed(database: Database): Promise<void> {
  await inTransaction(database, async (query) => {
    for (const [table, rows] of Object.entries(seedRows)) {
      for (const row of rows) {
        const columns = Object.keys(row);
        const places = columns.map((_, index) => `$${index + 1}`);
        await query(
          `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')}) on conflict do nothing`,
          Object.values(row),
        );
      }
    }
  });
}

const record = (practiceRecordId: string, sentenceId: string, file: string, contentType: string) => ({
  practice_record_id: practiceRecordId,
  user_id: seedIds.patient,
  practice_session_id: seedIds.session,
  sentence_id: sentenceId,
  record_status: 'recorded',
  audio_key: `samples/${file}`,
  audio_content_type: contentType,
});

const seedRows: Readonly<Record<string, readonly Record<string, string>[]>> = {
  users: [
    { user_id: seedIds.patient, role: 'patient', display_name: '示範病人' },
    { user_id: seedIds.therapist, role: 'therapist', display_name: '示範治療師' },
    { user_id: seedIds.admin, role: 'admin', display_name: '管理員' },
    { user_id: seedIds.otherPatient, role: 'patient', display_name: '另一位病人' },
  ],
  therapist_clients: [{ therapist_id: seedIds.therapist, patient_id: seedIds.patient }],
  sentences: [
    {
      sentence_id: seedIds.chineseSentence,
      text: '今天天氣很好，我們一起去公園散步。',
      language: 'zh-TW',
      example_audio_key: 'samples/zh-example.wav',
      example_audio_content_type: 'audio/wav',
    },
    {
      sentence_id: seedIds.englishSentence,
      text: 'The weather is nice today, let us take a walk in the park.',
      language: 'en-US',
      example_audio_key: 'samples/en-example.wav',
      example_audio_content_type: 'audio/wav',
    },
  ],
  practice_sessions: [{ practice_session_id: seedIds.session, user_id: seedIds.patient }],
  practice_records: [
    record(seedIds.chineseRecord, seedIds.chineseSentence, 'zh-patient.wav', 'audio/wav'),
    record(seedIds.shortRecord, seedIds.chineseSentence, 'zh-patient-short.wav', 'audio/wav'),
    record(seedIds.englishRecord, seedIds.englishSentence, 'en-patient.mp3', 'audio/mpeg'),
  ],
};
