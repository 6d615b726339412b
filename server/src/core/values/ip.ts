import type { Data } from '../syntax/data.ts';
import {
  addressBits,
  addressOfInteger,
  formatAddress,
  type IpAddress,
  parseAddress,
  parseV4,
} from './ip-address.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope, STRICT, undecided } from './outcome.ts';

/** `IPv4Address`, `IPvAnyNetwork` and so on: what the class holds and which versions it takes. */
export interface IpKind {
  readonly what: 'address' | 'network' | 'interface';
  readonly version: 4 | 6 | 'any';
}

/** What of its surroundings an address looks at. */
export type IpScope = Pick<Scope, 'strict' | 'json' | 'weighed'>;

/** pydantic's types for IP addresses, which are Python's `ipaddress` (3.11). */
export function validateIp(input: Data, kind: IpKind, scope: IpScope): Outcome {
  if (input.kind === 'text' && /^IPv[46](?:Address|Network|Interface)$/.test(input.type)) {
    return isOwn(input.type, kind)
      ? accept(input, EXACT)
      : undecided('an IP object of another class is not checked');
  }
  if (scope.strict && kind.version !== 'any' && !scope.json) {
    return reject('is_instance_of', `is not an IP ${kind.what} object`);
  }
  if (input.kind === 'tuple' && kind.what !== 'address') {
    return undecided(`an IP ${kind.what} given by its parts is not checked`);
  }
  const versions: readonly (4 | 6)[] = kind.version === 'any' ? [4, 6] : [kind.version];
  for (const version of versions) {
    const text = format(input, kind.what, version);
    if (text !== undefined) {
      const type = `IPv${version}${kind.what.charAt(0).toUpperCase()}${kind.what.slice(1)}`;
      return accept({ kind: 'text', type, text }, exactness(input, kind, scope));
    }
  }
  const family = kind.version === 'any' ? 'any' : `v${kind.version}`;
  const words = kind.version === 'any' ? 'an IP' : `an IPv${kind.version}`;
  return reject(`ip_${family}_${kind.what}`, `is not ${words} ${kind.what}`);
}

function isOwn(type: string, kind: IpKind): boolean {
  const versions = kind.version === 'any' ? ['4', '6'] : [String(kind.version)];
  return versions.some((version) => type.toLowerCase() === `ipv${version}${kind.what}`);
}

/** The `IPvAny…` types are plain functions, which smart unions take as exact. */
function exactness(input: Data, kind: IpKind, scope: IpScope): 0 | 1 | 2 {
  if (kind.version === 'any') {
    return EXACT;
  }
  return scope.json && input.kind === 'str' ? STRICT : LAX;
}

function format(input: Data, what: IpKind['what'], version: 4 | 6): string | undefined {
  const number =
    input.kind === 'int' ? input.value : input.kind === 'bool' ? (input.value ? 1n : 0n) : undefined;
  const text = input.kind === 'str' ? input.value : undefined;
  if (number === undefined && text === undefined) {
    return undefined;
  }
  const [place = '', mask] = what === 'address' ? [text] : splitMask(text ?? '');
  const address = number === undefined ? parseAddress(place, version) : addressOfInteger(number, version);
  if (address === undefined || what === 'address') {
    return address === undefined ? undefined : formatAddress(address);
  }
  const prefix = mask === undefined ? addressBits(version) : parsePrefix(mask, version);
  if (prefix === undefined || (what === 'network' && hostBits(address, prefix) !== 0n)) {
    return undefined;
  }
  return `${formatAddress(address)}/${prefix}`;
}

/** Address and mask of `10.0.0.0/8`; a second slash spoils both. */
function splitMask(text: string): readonly [string, string | undefined] {
  const parts = text.split('/');
  return parts.length > 2 ? ['', undefined] : [parts[0] ?? '', parts[1]];
}

function hostBits(address: IpAddress, prefix: number): bigint {
  const bits = BigInt(addressBits(address.version) - prefix);
  return address.number & ((1n << bits) - 1n);
}

/** `24`, and for IPv4 `255.255.255.0` or `0.0.0.255`. */
function parsePrefix(text: string, version: 4 | 6): number | undefined {
  if (/^\d+$/.test(text)) {
    const prefix = Number(text);
    return prefix <= addressBits(version) ? prefix : undefined;
  }
  const mask = version === 4 ? parseV4(text) : undefined;
  if (mask === undefined) {
    return undefined;
  }
  return maskLength(mask) ?? maskLength(mask ^ 0xffffffffn);
}

/** Length of a mask of leading ones. */
function maskLength(mask: bigint): number | undefined {
  const bits = mask.toString(2).padStart(32, '0');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}
