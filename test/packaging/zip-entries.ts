const END_OF_DIRECTORY = 0x06054b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;

/** A file of a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes, unpacked. */
  readonly size: number;
}

/** What the central directory of a zip archive lists (no ZIP64, which starts at 4 GB). */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf(signature(END_OF_DIRECTORY), archive.length - END_SIZE);
  if (end < 0) throw new Error('this is no zip archive');
  let offset = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    const lengths = [28, 30, 32].map((at) => archive.readUInt16LE(offset + at));
    const [nameLength = 0] = lengths;
    const start = offset + ENTRY_SIZE;
    const entry = {
      name: archive.toString('utf8', start, start + nameLength),
      size: archive.readUInt32LE(offset + 24),
    };
    offset = start + lengths.reduce((sum, length) => sum + length, 0);
    return entry;
  });
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
