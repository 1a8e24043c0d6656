import { runStatement, type Database } from '@vocalborn/database';

/** A sentence as its table holds it. */
export interface StoredSentence {
  readonly sentence_id: string;
  readonly text: string;
  readonly language: string;
  /** Key in the audio store; null when there is no example recording. */
  readonly example_audio_key: string | null;
  readonly example_audio_content_type: string | null;
}

const columns = 'sentence_id, text, language, example_audio_key, example_audio_content_type';

/** At most 1,000 sentences in one answer; a clinic's list is far shorter. */
const list = {
  name: 'list-sentences',
  text: `select ${columns} from sentences order by created_at, sentence_id limit 1000`,
};

const find = { name: 'find-sentence', text: `select ${columns} from sentences where sentence_id = $1` };

const insert = {
  name: 'insert-sentence',
  text: `
    insert into sentences (sentence_id, text, language, example_audio_key, example_audio_content_type)
    values ($1, $2, $3, $4, $5)`,
};

/** The sentences, the oldest first. */
export function listSentences(database: Database): Promise<StoredSentence[]> {
  return runStatement<StoredSentence>(database, list, []);
}

/** The sentence with this id; undefined when it is unknown. Index: primary key. */
export async function findSentence(database: Database, sentenceId: string): Promise<StoredSentence | undefined> {
  const [sentence] = await runStatement<StoredSentence>(database, find, [sentenceId]);
  return sentence;
}

/** Stores a sentence. */
export async function insertSentence(database: Database, sentence: StoredSentence): Promise<void> {
  const { sentence_id, text, language, example_audio_key, example_audio_content_type } = sentence;
  const values = [sentence_id, text, language, example_audio_key, example_audio_content_type];
  await runStatement(database, insert, values);
}
