import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The path of a file with at least one certificate in PEM. */
export const certificateFile = pemFile('certificates', (text) => {
  const found = text.match(certificate) ?? [];
  for (const each of found) new X509Certificate(each);
  return found.length > 0;
});

/** The path of a file with one private key in PEM, without a passphrase. */
export const privateKeyFile = pemFile('one private key without a passphrase', (text) => {
  createPrivateKey(text);
  return true;
});

/** Whether the key belongs to the first certificate. @throws when one of the files is none of these */
export function isKeyOf(keyFile: string, certificateFile: string): boolean {
  const [key, own] = [readFileSync(keyFile), readFileSync(certificateFile)];
  return new X509Certificate(own).checkPrivateKey(createPrivateKey(key));
}

/** @param holds whether the text is what the file must hold; may throw instead */
function pemFile(what: string, holds: (text: string) => boolean): z.ZodType<string> {
  return z.string().superRefine((path, context) => {
    const fault = faultOf(path, what, holds);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });
}

function faultOf(path: string, what: string, holds: (text: string) => boolean): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'the file does not exist' : `the file cannot be read (${code ?? 'unknown'})`;
  }
  try {
    if (holds(text)) return null;
  } catch {
    // Said below.
  }
  return `the file does not hold ${what} in PEM`;
}
