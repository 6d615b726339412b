import type { Data } from '../../syntax/data.ts';
import type { Coercion } from '../coerce.ts';
import { stripPython } from '../whitespace.ts';
import { given, open, refused } from './outcome.ts';
import { textValue } from './simple-types.ts';

/** What a class of `networks.py` demands, and what it puts in where a part is missing. */
interface UrlClass {
  readonly schemes?: RegExp;
  readonly tld?: boolean;
  readonly user?: boolean;
  /** No host is needed. */
  readonly hostless?: boolean;
  readonly several?: boolean;
  readonly most?: number;
  readonly defaults?: (parts: Parts) => Partial<Parts>;
  readonly hidesPort?: boolean;
}

interface Parts {
  readonly scheme?: string;
  readonly user?: string;
  readonly password?: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly domain?: string;
  readonly port?: string;
  readonly path?: string;
  readonly query?: string;
  readonly fragment?: string;
}

const HTTP = /^https?$/;
const POSTGRES =
  /^(?:postgres|postgresql(?:\+(?:asyncpg|pg8000|psycopg|psycopg2|psycopg2cffi|py-postgresql|pygresql))?)$/;

const CLASSES: Readonly<Record<string, UrlClass>> = {
  AnyUrl: {},
  AnyHttpUrl: { schemes: HTTP },
  HttpUrl: {
    schemes: HTTP,
    tld: true,
    most: 2083,
    hidesPort: true,
    defaults: ({ scheme }) => ({ port: scheme === 'http' ? '80' : '443' }),
  },
  FileUrl: { schemes: /^file$/, hostless: true },
  PostgresDsn: { schemes: POSTGRES, user: true, several: true },
  CockroachDsn: { schemes: /^cockroachdb(?:\+(?:psycopg2|asyncpg))?$/, user: true },
  AmqpDsn: { schemes: /^amqps?$/, hostless: true },
  RedisDsn: {
    schemes: /^rediss?$/,
    hostless: true,
    defaults: ({ ipv4, ipv6 }) => ({ domain: ipv4 || ipv6 ? '' : 'localhost', port: '6379', path: '/0' }),
  },
  MongoDsn: { schemes: /^mongodb$/, defaults: () => ({ port: '27017' }) },
  KafkaDsn: { schemes: /^kafka$/, defaults: () => ({ domain: 'localhost', port: '9092' }) },
};

const SCHEME = String.raw`(?:(?<scheme>[a-z][a-z0-9+\-.]+):\/\/)?`;
const USER = String.raw`(?:(?<user>[^\s:\/]*)(?::(?<password>[^\s\/]*))?@)?`;
const HOST = String.raw`(?:(?<ipv4>(?:\d{1,3}\.){3}\d{1,3})(?=$|[\/:#?])|(?<ipv6>\[[A-F0-9]*:[A-F0-9:]+\])(?=$|[\/:#?])|(?<domain>[^\s\/:?#]+))?(?::(?<port>\d+))?`;
const REST = String.raw`(?<path>\/[^\s?#]*)?(?:\?(?<query>[^\s#]*))?(?:#(?<fragment>[^\s#]*))?`;
const ONE = new RegExp(`^${SCHEME}${USER}${HOST}${REST}`, 'i');
const SEVERAL = new RegExp(String.raw`^${SCHEME}${USER}(?<hosts>[^\/]*)${REST}`, 'i');
const ONE_HOST = new RegExp(`^${HOST}`, 'i');

/** What a URL class of pydantic 1.10 (`AnyUrl.validate`) makes of a value. */
export function urlValue(name: string, input: Data): Coercion {
  const wanted = CLASSES[name];
  if (!wanted) return open(`\`${name}\` of pydantic 1 is not evaluated`);
  const made = textValue(input);
  if (made.kind !== 'value' || made.data.kind !== 'str') return made;
  const text = stripPython(made.data.value);
  if (/[^ -~]/.test(text)) return open('such characters in a URL are not evaluated');
  if (text === '') return refused('value_error.any_str.min_length', 'must have at least 1 character');
  if (text.length > (wanted.most ?? 65_536))
    return refused('value_error.any_str.max_length', 'is longer than a URL may be');
  const match = (wanted.several ? SEVERAL : ONE).exec(text);
  if (!match) return open('this URL is not evaluated');
  const { hosts, ...written } = (match.groups ?? {}) as Parts & { readonly hosts?: string };
  const parts = withDefaults(written, wanted);
  const refusal = partsRefused(parts, wanted);
  if (refusal) return refusal;
  if (match[0].length !== text.length)
    return refused('value_error.url.extra', 'goes on after the end of the URL');
  return wanted.several ? severalHosts(text, parts, hosts ?? '', name) : oneHost(text, parts, wanted, name);
}

function withDefaults(parts: Parts, { defaults }: UrlClass): Parts {
  const missing = Object.entries(defaults?.(parts) ?? {}).filter(([key]) => !parts[key as keyof Parts]);
  return { ...parts, ...Object.fromEntries(missing) };
}

function partsRefused(parts: Parts, { schemes, user, several }: UrlClass): Coercion | undefined {
  if (parts.scheme === undefined || (schemes && !schemes.test(parts.scheme.toLowerCase())))
    return refused('value_error.url.scheme', 'has no scheme that is allowed');
  if (!several && isBadPort(parts.port)) return BAD_PORT;
  return user && parts.user === undefined ? refused('value_error.url.userinfo', 'names no user') : undefined;
}

const BAD_PORT = refused('value_error.url.port', 'has a port above 65535');
const BAD_HOST = refused('value_error.url.host', 'has no host that is allowed');

function isBadPort(port: string | undefined): boolean {
  return port !== undefined && Number(port) > 65_535;
}

/** A host, and whether the URL is put together anew from its parts; or why there is none. */
type Host = { readonly host: string | undefined; readonly rebuilt: boolean } | { readonly refusal: Coercion };

function hostOf({ domain, ipv4, ipv6 }: Parts, { tld, hostless }: UrlClass): Host {
  if (!domain) {
    const host = ipv4 || ipv6;
    return host || hostless || ipv6 === '' ? { host: host || ipv6, rebuilt: false } : { refusal: BAD_HOST };
  }
  if (domain.length > 253 || /xn--/i.test(domain)) return { refusal: open('this host is not evaluated') };
  const match = DOMAIN.exec(domain);
  if (!match) return { refusal: /[^\w.-]/.test(domain) ? open('this host is not evaluated') : BAD_HOST };
  if (match[1] !== undefined) return { host: domain, rebuilt: false };
  return tld ? { refusal: BAD_HOST } : { host: domain, rebuilt: true };
}

const CHUNK = '[_0-9a-z](?:[-_0-9a-z]{0,61}[_0-9a-z])?';
const DOMAIN = new RegExp(String.raw`^(?:${CHUNK}\.)*?${CHUNK}(\.[a-z]{2,63})?\.?$`, 'i');

function oneHost(text: string, parts: Parts, wanted: UrlClass, name: string): Coercion {
  const found = hostOf(parts, wanted);
  if ('refusal' in found) return found.refusal;
  return url(name, found.rebuilt ? built(parts, found.host ?? '', wanted) : text);
}

/** `MultiHostDsn`: only of the first part of each host is looked at. */
function severalHosts(text: string, parts: Parts, hosts: string, name: string): Coercion {
  const all = hosts.split(',').map((it) => (ONE_HOST.exec(it)?.groups ?? {}) as Parts);
  let rebuilt = false;
  for (const it of all) {
    const found = hostOf(it, {});
    if ('refusal' in found) return found.refusal;
    if (isBadPort(it.port)) return BAD_PORT;
    rebuilt ||= found.rebuilt;
  }
  const [only] = all;
  if (!rebuilt) return url(name, text);
  if (all.length > 1 || !only) return open('several hosts without a domain are not evaluated');
  return url(name, built({ ...parts, ...(only.port ? { port: only.port } : {}) }, only.domain ?? '', {}));
}

/** `AnyUrl.build` */
function built(parts: Parts, host: string, { defaults, hidesPort }: UrlClass): string {
  const { scheme, user, password, port, path, query, fragment } = parts;
  const usual = hidesPort ? defaults?.(parts).port : undefined;
  let made = `${scheme}://${user ?? ''}${password ? `:${password}` : ''}`;
  if (user || password) made += '@';
  made += host;
  if (port && port !== usual) made += `:${port}`;
  return `${made}${path ?? ''}${query ? `?${query}` : ''}${fragment ? `#${fragment}` : ''}`;
}

function url(type: string, text: string): Coercion {
  return given({ kind: 'text', type, text });
}
