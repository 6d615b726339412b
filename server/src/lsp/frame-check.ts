const SEPARATOR = '\r\n\r\n';
/** Headers are two short lines; more than this is something else. */
const MAX_HEADER = 4096;
/** More than any text that is read, twice over. */
const MAX_BODY = 256 * 1024 * 1024;

/**
 * Watches the bytes that a client sends for headers that are not the base protocol's. The library's reader falls
 * silent for ever after one, so its user has to end the process instead.
 * @returns takes the next bytes and gives what is wrong with them, once, without quoting them
 */
export function frameCheck(): (chunk: Buffer) => string | undefined {
  let header = '';
  let body = 0;
  let broken = false;
  return (chunk) => {
    let at = 0;
    while (!broken && at < chunk.length) {
      if (body > 0) {
        const step = Math.min(body, chunk.length - at);
        body -= step;
        at += step;
        continue;
      }
      const before = header.length;
      header += chunk.toString('latin1', at, Math.min(chunk.length, at + MAX_HEADER));
      const end = header.indexOf(SEPARATOR);
      const fault = end < 0 ? unfinishedFault(header) : undefined;
      const length = end < 0 ? 0 : bodyLength(header.slice(0, end));
      if (fault !== undefined || typeof length === 'string') {
        broken = true;
        return fault ?? `${length}`;
      }
      if (end < 0) return undefined;
      at += end + SEPARATOR.length - before;
      body = length;
      header = '';
    }
    return undefined;
  };
}

function unfinishedFault(header: string): string | undefined {
  if (header.length >= MAX_HEADER) return 'a message header does not end';
  const lines = header.split('\r\n');
  const last = lines.pop() ?? '';
  if (lines.every(isHeaderLine) && /^(?:[\w-]+(?::[^\n]*)?)?\r?$/.test(last)) return undefined;
  return 'a message header is not `Name: value`';
}

/** The length that a header announces, or what is wrong with the header. */
function bodyLength(header: string): number | string {
  const lines = header.split('\r\n');
  if (!lines.every(isHeaderLine)) return 'a message header is not `Name: value`';
  const line = lines.findLast((it) => /^content-length:/i.test(it));
  if (line === undefined) return 'a message header has no `Content-Length`';
  const value = line.slice(line.indexOf(':') + 1).trim();
  if (!/^\d{1,15}$/.test(value)) return '`Content-Length` is not a number';
  return Number(value) > MAX_BODY ? '`Content-Length` is too large' : Number(value);
}

function isHeaderLine(line: string): boolean {
  return /^[\w-]+:/.test(line);
}
