import type { Conversion, ConversionKeys, Texts } from '../conversion.ts';
import { type AddressPart, composedUrl, DEFAULT_PORTS, parsedUrl, tlsScheme } from './url-text.ts';

type AddressName = 'url-host-port' | 'url-parts' | 'host-port' | 'parts-url' | 'join-host-port';

/** What the last word of a key says it holds. */
const WORDS: ReadonlyMap<string, AddressPart> = new Map([
  ['host', 'host'],
  ['hostname', 'host'],
  ['server', 'host'],
  ['port', 'port'],
  ['user', 'user'],
  ['username', 'user'],
  ['password', 'password'],
  ['passwd', 'password'],
  ['pass', 'password'],
  ['db', 'database'],
  ['database', 'database'],
  ['dbname', 'database'],
  ['name', 'database'],
  ['scheme', 'scheme'],
  ['protocol', 'scheme'],
  ['driver', 'scheme'],
  ['tls', 'tls'],
  ['ssl', 'tls'],
]);

/** The part of an address that a key holds, by its last word; undefined where that does not say it. */
export function addressPart(key: string): AddressPart | undefined {
  return WORDS.get(key.slice(key.lastIndexOf('_') + 1).toLowerCase());
}

/** An address in one key and in several. */
export interface AddressKeys {
  readonly whole: string;
  /** In the order of the record. */
  readonly parts: ReadonlyMap<AddressPart, string>;
  /** True for a URL, false for `host:port`. */
  readonly url: boolean;
  /** The scheme that every URL has, or the one without TLS where a key says whether there is TLS. */
  readonly scheme: string;
  /** What a URL without a port means. */
  readonly port?: string;
}

/** The keys of a split or a merge of an address; undefined where a part is unknown, comes twice, or host is absent. */
export function addressKeys(name: string, { from, to, answers }: ConversionKeys): AddressKeys | undefined {
  const merges = name === 'parts-url' || name === 'join-host-port';
  const [whole, ...more] = merges ? to : from;
  if (whole === undefined || more.length > 0) return undefined;
  const parts = new Map<AddressPart, string>();
  for (const key of merges ? from : to) {
    const part = addressPart(key);
    if (part === undefined || parts.has(part)) return undefined;
    parts.set(part, key);
  }
  const url = name !== 'host-port' && name !== 'join-host-port';
  const onlyHostPort = !url || name === 'url-host-port';
  if (!parts.has('host') || (parts.has('scheme') && parts.has('tls'))) return undefined;
  if (onlyHostPort && (parts.size !== 2 || !parts.has('port'))) return undefined;
  const scheme = answers.get('scheme') ?? schemeFor(whole) ?? '';
  if (url && scheme === '' && !parts.has('scheme')) return undefined;
  const port = answers.get('port') ?? DEFAULT_PORTS.get(scheme);
  return { whole, parts, url, scheme, ...(port === undefined ? {} : { port }) };
}

/** `REDIS_URL` is of Redis; what a `DATABASE_URL` is of has to be asked. */
function schemeFor(key: string): string | undefined {
  return key
    .toLowerCase()
    .split('_')
    .map((word) => (word === 'postgres' ? 'postgresql' : word === 'rabbitmq' ? 'amqp' : word))
    .find((word) => DEFAULT_PORTS.has(word) && !word.startsWith('http'));
}

/** An address in one key becomes its parts (`url-parts`, `host-port`), or the other way round (`parts-url`). */
export function addressConversion(name: AddressName, keys: ConversionKeys): Conversion | undefined {
  const address = addressKeys(name, keys);
  if (address === undefined) return undefined;
  const split = (texts: Texts) => partsOf(address, texts.get(address.whole));
  const join = (texts: Texts) => wholeOf(address, texts);
  return name === 'parts-url' || name === 'join-host-port'
    ? { name, toNew: join, toOld: split }
    : { name, toNew: split, toOld: join };
}

/** Undefined where the address carries what no key takes: a split that forgets `rediss://` would drop TLS. */
function partsOf(address: AddressKeys, text: string | undefined): Texts | undefined {
  const found = text === undefined ? undefined : parsedUrl(address.url ? text : `x://${text}`);
  if (found === undefined) return undefined;
  const values = new Map(found);
  if (!address.url) values.delete('scheme');
  const scheme = values.get('scheme') ?? '';
  if (address.url && !takesScheme(address, scheme)) return undefined;
  if (address.parts.has('tls')) values.set('tls', scheme === address.scheme ? 'false' : 'true');
  if (!address.parts.has('scheme')) values.delete('scheme');
  // With several schemes there is no usual port: the URL has to name it.
  const usual = address.parts.has('scheme') ? undefined : address.port;
  if (!values.has('port') && usual !== undefined) values.set('port', usual);
  if (!address.parts.has('port') && usual !== undefined && values.get('port') === usual)
    values.delete('port');
  if ([...values.keys()].some((part) => !address.parts.has(part))) return undefined;
  const texts = [...address.parts].map(([part, key]) => [key, values.get(part)] as const);
  return texts.some(([, value]) => value === undefined) ? undefined : new Map(texts as [string, string][]);
}

function takesScheme({ parts, scheme }: AddressKeys, found: string): boolean {
  return parts.has('scheme') || found === scheme || (parts.has('tls') && found === tlsScheme(scheme));
}

function wholeOf(address: AddressKeys, texts: Texts): Texts | undefined {
  const values = new Map<AddressPart, string>();
  for (const [part, key] of address.parts) {
    const text = texts.get(key);
    if (text === undefined) return undefined;
    values.set(part, text);
  }
  const tls = values.get('tls');
  if (tls !== undefined && tls !== 'true' && tls !== 'false') return undefined;
  const scheme = values.get('scheme') ?? (tls === 'true' ? tlsScheme(address.scheme) : address.scheme);
  const whole = composedUrl(values, address.url ? scheme : 'x');
  if (whole === undefined) return undefined;
  return new Map([[address.whole, address.url ? whole : whole.slice('x://'.length)]]);
}
