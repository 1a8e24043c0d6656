import type { AnalyzeLanguage } from '@vocalborn/ai-contract';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';

/** Maximum size of an answer in bytes. */
const mostBytes = 64 * 1024;

/** Minimum and maximum number of characters of a suggestion. */
const [shortest, longest] = [4, 1_200];

interface Completion {
  readonly choices?: readonly { readonly message?: { readonly content?: unknown } }[];
}

/**
 * Returns the text of a completion.
 * @param signal stops the reading and closes the connection
 * @throws Error when the text must not be shown to a patient
 */
export async function readReply(response: Response, language: AnalyzeLanguage, signal: AbortSignal): Promise<string> {
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`it answered ${response.status}`);
  }
  const completion = JSON.parse(await readBounded(response, signal)) as Completion | null;
  const content = completion?.choices?.[0]?.message?.content;
  if (typeof content !== 'string') throw new Error('its answer holds no text');
  const text = content.trim();
  if (text.length < shortest || text.length > longest) throw new Error(`its text has ${text.length} characters`);
  if (!isIn(language, text)) throw new Error('its text is in another language');
  return text;
}

async function readBounded({ body }: Response, signal: AbortSignal): Promise<string> {
  if (!body) throw new Error('it answered nothing');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The signal given to fetch is not enough: the object that forwards it to the body can be garbage-collected.
  const stream: AsyncIterable<Uint8Array> = Readable.fromWeb(body as NodeStream<Uint8Array>, { signal });
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`its answer is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Detects the language by the share of Chinese characters among the letters. */
function isIn(language: AnalyzeLanguage, text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return letters > 0 && (language === 'zh-TW' ? chinese / letters > 0.5 : chinese / letters < 0.1);
}
