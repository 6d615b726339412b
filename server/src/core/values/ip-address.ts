/** An address of Python's `ipaddress`: its number, and the scope of an IPv6 address. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly number: bigint;
  readonly scope?: string;
}

const V4_LIMIT = 2n ** 32n;
const V6_LIMIT = 2n ** 128n;

/** Bits of an address. */
export function addressBits(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

/** An address given as a native integer. */
export function addressOfInteger(value: bigint, version: 4 | 6): IpAddress | undefined {
  return value >= 0n && value < (version === 4 ? V4_LIMIT : V6_LIMIT)
    ? { version, number: value }
    : undefined;
}

/** `IPv4Address(text)` and `IPv6Address(text)` of Python 3.11: no blanks, no leading zeros, scope ids allowed. */
export function parseAddress(text: string, version: 4 | 6): IpAddress | undefined {
  if (version === 4) {
    const number = parseV4(text);
    return number === undefined ? undefined : { version, number };
  }
  if (text.includes('/')) {
    return undefined;
  }
  const percent = text.indexOf('%');
  const scope = percent < 0 ? undefined : text.slice(percent + 1);
  if (scope !== undefined && (scope === '' || scope.includes('%'))) {
    return undefined;
  }
  const number = parseV6(percent < 0 ? text : text.slice(0, percent));
  return number === undefined ? undefined : { version, number, ...(scope === undefined ? {} : { scope }) };
}

/** Four decimal octets without leading zeros. */
export function parseV4(text: string): bigint | undefined {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) {
    return undefined;
  }
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255)
    ? octets.reduce((number, octet) => number * 256n + BigInt(octet), 0n)
    : undefined;
}

function parseV6(text: string): bigint | undefined {
  const parts = hexParts(text);
  if (parts === undefined || parts.length < 3 || parts.length > 9) {
    return undefined;
  }
  const gaps = parts.flatMap((part, index) =>
    part === '' && index > 0 && index < parts.length - 1 ? [index] : [],
  );
  const [gap] = gaps;
  if (gaps.length > 1) {
    return undefined;
  }
  if (gap === undefined) {
    return parts.length === 8 ? numberOf(parts) : undefined;
  }
  const high = parts.slice(0, gap);
  const low = parts.slice(gap + 1);
  const start = high[0] === '' ? high.slice(1) : high;
  const end = low.at(-1) === '' ? low.slice(0, -1) : low;
  const loose = (high[0] === '' && start.length > 0) || (low.at(-1) === '' && end.length > 0);
  const skipped = 8 - start.length - end.length;
  return loose || skipped < 1 ? undefined : numberOf([...start, ...new Array(skipped).fill('0'), ...end]);
}

/** The parts between colons; a dotted end counts as two. */
function hexParts(text: string): readonly string[] | undefined {
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  if (parts.length < 3 || !last.includes('.')) {
    return parts;
  }
  const dotted = parseV4(last);
  return dotted === undefined
    ? undefined
    : [...parts.slice(0, -1), (dotted >> 16n).toString(16), (dotted & 0xffffn).toString(16)];
}

function numberOf(parts: readonly string[]): bigint | undefined {
  return parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))
    ? parts.reduce((number, part) => number * 65536n + BigInt(`0x${part}`), 0n)
    : undefined;
}

/** `str(address)`: IPv6 in its compressed form. */
export function formatAddress(address: IpAddress): string {
  if (address.version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address.number >> shift) & 255n)).join('.');
  }
  const parts = Array.from({ length: 8 }, (_, index) =>
    ((address.number >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  return compress(parts) + (address.scope === undefined ? '' : `%${address.scope}`);
}

function compress(parts: readonly string[]): string {
  let [best, length] = [-1, 1];
  for (let start = 0; start < parts.length; start += 1) {
    let end = start;
    while (parts[end] === '0') {
      end += 1;
    }
    if (end - start > length) {
      [best, length] = [start, end - start];
    }
  }
  return best < 0
    ? parts.join(':')
    : `${parts.slice(0, best).join(':')}::${parts.slice(best + length).join(':')}`;
}
