import { inflateRawSync } from 'node:zlib';

/** Sizes of the fixed parts of a record in the list of files, and of the one before a file. */
const listed = 46;
const local = 30;

/** The content of one compressed file of a ZIP archive. @throws Error when the archive has no such file */
export function unzipOne(archive: Buffer, name: string): Buffer {
  const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = at + listed + archive.readUInt16LE(at + 28);
    if (archive.toString('utf8', at + listed, nameEnd) === name) return contentOf(archive, at);
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error(`${name} is not in the archive`);
}

function contentOf(archive: Buffer, record: number): Buffer {
  const file = archive.readUInt32LE(record + 42);
  const start = file + local + archive.readUInt16LE(file + 26) + archive.readUInt16LE(file + 28);
  return inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(record + 20)));
}
