import { FormError } from './form-error.js';

/** What a part says of itself. */
export interface PartHead {
  readonly name: string;
  /** Null for a field. */
  readonly file: { readonly filename: string; readonly contentType: string } | null;
}

/** A header that goes on in the next line. */
const folded = /\r\n[ \t]+/g;

const parameter = /;\s*([\w!#$%&'*+.^`|~-]+)=(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))/g;

/**
 * Reads what stands between a boundary and a part's content. @throws FormError when it has no
 * `Content-Disposition: form-data` with a name: nobody could tell what such a part is for.
 */
export function readPartHead(bytes: Buffer): PartHead {
  const [padding = '', ...lines] = bytes.toString('utf8').replace(folded, ' ').split('\r\n');
  if (padding.trim() !== '') throw new FormError('malformed', 'The boundary is followed by something else.');
  const headers = new Map(lines.map(readHeader));
  const disposition = headers.get('content-disposition') ?? '';
  const { name, filename, 'filename*': encoded } = parametersOf(disposition);
  if (!/^form-data\s*(;|$)/i.test(disposition) || !name) {
    throw new FormError('malformed', 'A part of the form lacks "Content-Disposition: form-data" with a name.');
  }
  const contentType = headers.get('content-type') ?? 'text/plain';
  const given = encoded === undefined ? filename : decodeName(encoded);
  const isFile = given !== undefined || /^application\/octet-stream\b/i.test(contentType);
  return { name, file: isFile ? { filename: given?.split(/[/\\]/).at(-1) ?? '', contentType } : null };
}

function readHeader(line: string): [string, string] {
  const at = line.indexOf(':');
  if (at < 1) throw new FormError('malformed', 'A part of the form has a header without a colon.');
  return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
}

function parametersOf(header: string): Partial<Record<string, string>> {
  const found = Array.from(header.matchAll(parameter), ([, name = '', quoted, plain = '']) => {
    // Browsers write a quote as %22; curl escapes it. Other backslashes are those of Windows paths.
    return [name.toLowerCase(), quoted?.replace(/\\(["\\])/g, '$1') ?? plain] as const;
  });
  return Object.fromEntries(found);
}

/** RFC 8187, as older clients send names that are not ASCII. */
function decodeName(value: string): string {
  try {
    return decodeURIComponent(value.replace(/^[^']*'[^']*'/, ''));
  } catch {
    return value;
  }
}
