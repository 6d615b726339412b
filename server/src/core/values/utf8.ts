/** The UTF-8 form of a text, one character per byte, as bytes are kept in data. */
export function encodeUtf8(text: string): string {
  let bytes = '';
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? character : encodeOne(point);
  }
  return bytes;
}

function encodeOne(point: number): string {
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x800) {
    return String.fromCharCode(0xc0 | (point >> 6), tail(0));
  }
  return point < 0x10000
    ? String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0))
    : String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

const SEQUENCE =
  /[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/y;

/** The text of bytes in UTF-8; undefined when they are none. */
export function decodeUtf8(bytes: string): string | undefined {
  let text = '';
  SEQUENCE.lastIndex = 0;
  while (SEQUENCE.lastIndex < bytes.length) {
    const match = SEQUENCE.exec(bytes)?.[0];
    if (match === undefined) {
      return undefined;
    }
    text += match.length === 1 ? match : decodeOne(match);
  }
  return text;
}

function decodeOne(sequence: string): string {
  const lead = sequence.charCodeAt(0) & (0x7f >> sequence.length);
  return String.fromCodePoint(
    Array.from(sequence.slice(1)).reduce((point, byte) => (point << 6) | (byte.charCodeAt(0) & 0x3f), lead),
  );
}
