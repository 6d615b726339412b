import { type Data, str } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';

/** A name in what an address becomes, and what it holds. */
export type AddressEntry = readonly [string, Data];

/** What is wrong with an address whose port Python does not accept. */
export const BAD_PORT = 'has a port that is not a number up to 65535';

/** The dict that an address becomes; a name that is given again keeps its place. */
export function addressDict(entries: readonly AddressEntry[]): Coercion {
  return { kind: 'value', data: dictOf(entries) };
}

/** A dict of texts as names; one that is given again keeps its place. */
export function dictOf(entries: readonly AddressEntry[]): Data {
  return { kind: 'dict', entries: [...new Map(entries)].map(([key, value]) => [str(key), value]) };
}

/** An address that raises an exception of this class. */
export function refusedAddress(message: string, raised: string): Coercion {
  return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
}
