import type { FieldType } from '../schema/field-type.ts';
import { bool, int, NONE, str } from '../syntax/data.ts';
import { type AddressEntry, addressDict, BAD_PORT, dictOf, refusedAddress } from './address-parts.ts';
import type { Coercion } from './coerce.ts';
import { djangoCache } from './django-cache-address.ts';
import { djangoDatabase } from './django-database-address.ts';
import { digits } from './django-option.ts';
import { djangoSearch } from './django-search-address.ts';
import { authorityOf, type PythonUrl, pythonUrl, queryOf, unquoted, unquotedPlus } from './python-url.ts';

/** Modules of `django.core.mail.backends` by scheme. */
const MAILS: ReadonlyMap<string, string> = new Map([
  ['smtp', 'smtp'],
  ['smtps', 'smtp'],
  ['smtp+tls', 'smtp'],
  ['smtp+ssl', 'smtp'],
  ['consolemail', 'console'],
  ['filemail', 'filebased'],
  ['memorymail', 'locmem'],
  ['dummymail', 'dummy'],
]);

const CHANNELS: ReadonlyMap<string, string> = new Map([
  ['inmemory', 'channels.layers.InMemoryChannelLayer'],
  ['redis', 'channels_redis.core.RedisChannelLayer'],
  ['rediss', 'channels_redis.core.RedisChannelLayer'],
  ['redis+pubsub', 'channels_redis.pubsub.RedisPubSubChannelLayer'],
  ['rediss+pubsub', 'channels_redis.pubsub.RedisPubSubChannelLayer'],
]);

type AddressType = FieldType & { readonly kind: 'address' };

const NOT_FOLLOWED: Coercion = { kind: 'undecided', reason: 'this address is not followed' };

/** What `env.url`, `env.db_url`, `env.cache_url`, `env.email_url` and `env.channels_url` of django-environ 0.14 give. */
export function djangoAddress({ form, drivers }: AddressType, text: string): Coercion {
  if (form === 'db' && text === 'sqlite://:memory:')
    return addressDict([
      ['ENGINE', str('django.db.backends.sqlite3')],
      ['NAME', str(':memory:')],
    ]);
  const url = pythonUrl(text);
  if (url === undefined) return NOT_FOLLOWED;
  switch (form) {
    case 'url':
      return parts(url);
    case 'db':
      return djangoDatabase(url) ?? NOT_FOLLOWED;
    case 'cache':
      return djangoCache(url, drivers) ?? NOT_FOLLOWED;
    case 'email':
      return mail(url);
    case 'channels':
      return channels(url);
    case 'search':
      return djangoSearch(url) ?? NOT_FOLLOWED;
  }
}

function parts({ scheme, netloc, path, params, query, fragment }: PythonUrl): Coercion {
  const items = [scheme, netloc, path, params, query, fragment].map(str);
  return { kind: 'value', data: { kind: 'tuple', items } };
}

function mail(url: PythonUrl): Coercion {
  const { user, password, host, port } = authorityOf(url);
  const written = unquotedPlus(url.path.slice(1));
  const names = [user, password].map((it) => (it === null ? null : unquoted(it)));
  if (written === undefined || names.includes(undefined)) return NOT_FOLLOWED;
  if (port === 'refused') return refusedAddress(BAD_PORT, 'ValueError');
  const module = MAILS.get(url.scheme);
  if (module === undefined) return refusedAddress('is no address of a mail server', 'ImproperlyConfigured');
  const options = url.query === '' ? [] : mailOptions(url.query);
  if (options === undefined) return NOT_FOLLOWED;
  const text = (it: string | null | undefined) => (it === null || it === undefined ? NONE : str(it));
  const entries: AddressEntry[] = [
    ['EMAIL_FILE_PATH', str(written.split('?')[0] ?? '')],
    ['EMAIL_HOST_USER', text(names[0])],
    ['EMAIL_HOST_PASSWORD', text(names[1])],
    ['EMAIL_HOST', text(host)],
    ['EMAIL_PORT', port === null ? NONE : int(port)],
    ['EMAIL_BACKEND', str(`django.core.mail.backends.${module}.EmailBackend`)],
  ];
  if (/^smtp(?:s|\+tls)$/.test(url.scheme)) entries.push(['EMAIL_USE_TLS', bool(true)]);
  if (url.scheme === 'smtp+ssl') entries.push(['EMAIL_USE_SSL', bool(true)]);
  return addressDict([...entries, ...options]);
}

function mailOptions(query: string): readonly AddressEntry[] | undefined {
  const all = queryOf(query);
  if (all === undefined) return undefined;
  const [own, options]: readonly [AddressEntry[], AddressEntry[]] = [[], []];
  for (const [name, text] of all) {
    const [key, data] = [name.toUpperCase(), digits(text)];
    if (data === undefined) return undefined;
    (key === 'EMAIL_USE_TLS' || key === 'EMAIL_USE_SSL' ? own : options).push([key, data]);
  }
  return [...own, ['OPTIONS', dictOf(options)]];
}

function channels(url: PythonUrl): Coercion {
  const backend = CHANNELS.get(url.scheme);
  if (backend === undefined)
    return refusedAddress('is no address of a channel layer', 'ImproperlyConfigured');
  if (!url.scheme.startsWith('redis')) return addressDict([['BACKEND', str(backend)]]);
  const scheme = url.scheme.split('+')[0] ?? '';
  // Releases of Python write an address without a host in different ways.
  if (url.netloc === '') return NOT_FOLLOWED;
  const [query, fragment] = [url.query && `?${url.query}`, url.fragment && `#${url.fragment}`];
  const host = str(`${scheme}://${url.netloc}${url.path}${query}${fragment}`);
  return addressDict([
    ['BACKEND', str(backend)],
    ['CONFIG', dictOf([['hosts', { kind: 'list', items: [host] }]])],
  ]);
}
