import type { AddressForm } from '../schema/field-type.ts';
import { bool, type Data, int, NONE, str } from '../syntax/data.ts';
import type { Coercion } from './coerce.ts';
import { djangoSearch } from './django-search-address.ts';
import {
  authorityOf,
  type PythonUrl,
  pythonUrl,
  queryOf,
  quotedUrl,
  unquoted,
  unquotedPlus,
} from './python-url.ts';

const POSTGRES = 'django.db.backends.postgresql';
const REDIS = 'django_redis.cache.RedisCache';

const DATABASES: ReadonlyMap<string, string> = new Map([
  ['postgres', POSTGRES],
  ['postgresql', POSTGRES],
  ['psql', POSTGRES],
  ['pgsql', POSTGRES],
  ['postgis', 'django.contrib.gis.db.backends.postgis'],
  ['prometheus_postgresql', 'django_prometheus.db.backends.postgresql'],
  ['prometheus_postgis', 'django_prometheus.db.backends.postgis'],
  ['cockroachdb', 'django_cockroachdb'],
  ['mysql', 'django.db.backends.mysql'],
  ['mysql2', 'django.db.backends.mysql'],
  ['mysql-connector', 'mysql.connector.django'],
  ['mysqlgis', 'django.contrib.gis.db.backends.mysql'],
  ['prometheus_mysql', 'django_prometheus.db.backends.mysql'],
  ['mssql', 'mssql'],
  ['oracle', 'django.db.backends.oracle'],
  ['pyodbc', 'sql_server.pyodbc'],
  ['redshift', 'django_redshift_backend'],
  ['spatialite', 'django.contrib.gis.db.backends.spatialite'],
  ['prometheus_spatialite', 'django_prometheus.db.backends.spatialite'],
  ['sqlite', 'django.db.backends.sqlite3'],
  ['prometheus_sqlite', 'django_prometheus.db.backends.sqlite3'],
  ['ldap', 'ldapdb.backends.ldap'],
]);
const CLUSTERED = /^(?:postgres|postgresql|psql|pgsql|postgis|prometheus_postgresql|prometheus_postgis)$/;
const DATABASE_OPTIONS =
  /^(?:CONN_MAX_AGE|ATOMIC_REQUESTS|AUTOCOMMIT|DISABLE_SERVER_SIDE_CURSORS|CONN_HEALTH_CHECKS)$/;

const CACHES: ReadonlyMap<string, string> = new Map([
  ['dbcache', 'django.core.cache.backends.db.DatabaseCache'],
  ['dummycache', 'django.core.cache.backends.dummy.DummyCache'],
  ['filecache', 'django.core.cache.backends.filebased.FileBasedCache'],
  ['locmemcache', 'django.core.cache.backends.locmem.LocMemCache'],
  ['memcache', 'django.core.cache.backends.memcached.MemcachedCache'],
  ['pylibmc', 'django.core.cache.backends.memcached.PyLibMCCache'],
  ['rediscache', REDIS],
  ['redis', REDIS],
  ['rediss', REDIS],
  ['valkey', REDIS],
  ['valkeys', REDIS],
]);

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

const NOT_FOLLOWED: Coercion = { kind: 'undecided', reason: 'this address is not followed' };

/** What `env.url`, `env.db_url`, `env.cache_url`, `env.email_url` and `env.channels_url` of django-environ 0.14 give. */
export function djangoAddress(form: AddressForm, text: string): Coercion {
  if (form === 'db' && text === 'sqlite://:memory:')
    return dict([
      ['ENGINE', str('django.db.backends.sqlite3')],
      ['NAME', str(':memory:')],
    ]);
  const url = pythonUrl(text);
  if (url === undefined) return NOT_FOLLOWED;
  switch (form) {
    case 'url':
      return parts(url);
    case 'db':
      return database(url);
    case 'cache':
      return cache(url);
    case 'email':
      return mail(url);
    case 'channels':
      return channels(url);
    case 'search':
      return djangoSearch(url) ?? NOT_FOLLOWED;
  }
}

type Entry = readonly [string, Data];

function dict(entries: readonly Entry[]): Coercion {
  return { kind: 'value', data: dictData(entries) };
}

/** A name that is given again keeps its place. */
function dictData(entries: readonly Entry[]): Data {
  return { kind: 'dict', entries: [...new Map(entries)].map(([key, value]) => [str(key), value]) };
}

function refused(message: string, raised: string): Coercion {
  return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
}

function parts({ scheme, netloc, path, params, query, fragment }: PythonUrl): Coercion {
  const items = [scheme, netloc, path, params, query, fragment].map(str);
  return { kind: 'value', data: { kind: 'tuple', items } };
}

const BAD_PORT = 'has a port that is not a number up to 65535';

function database(given: PythonUrl): Coercion {
  const url = given.path === '' ? quotedUrl(given) : given;
  if (url === undefined || url.scheme === 'ldap' || url.scheme === 'oracle') return NOT_FOLLOWED;
  const { user, password, host, port } = authorityOf(url);
  const server = unquoted(url.netloc.slice(url.netloc.lastIndexOf('@') + 1));
  if (server === undefined || (CLUSTERED.test(url.scheme) && server.includes(','))) return NOT_FOLLOWED;
  const written = unquotedPlus(url.path.slice(1));
  const names = [user, password].map((it) => (it === null ? '' : unquoted(it)));
  if (written === undefined || names.includes(undefined)) return NOT_FOLLOWED;
  if (port === 'refused') return refused(BAD_PORT, 'ValueError');
  const path = url.scheme === 'sqlite' && written === '' ? ':memory:' : (written.split('?')[0] ?? '');
  const entries: Entry[] = [
    ['NAME', str(path)],
    ['USER', str(names[0] ?? '')],
    ['PASSWORD', str(names[1] ?? '')],
    ['HOST', str(host ?? '')],
    ['PORT', port === null ? str('') : int(port)],
  ];
  const isSocket = path.startsWith('/') && (CLUSTERED.test(url.scheme) || path.includes('cloudsql'));
  if (isSocket) {
    const at = path.lastIndexOf('/');
    entries.push(['HOST', str(path.slice(0, at))], ['NAME', str(path.slice(at + 1))]);
  }
  const options = url.query === '' ? [] : databaseOptions(url.query);
  if (options === undefined) return NOT_FOLLOWED;
  const engine = DATABASES.get(url.scheme) ?? url.scheme;
  return engine === '' ? dict([]) : dict([...entries, ...options, ['ENGINE', str(engine)]]);
}

function databaseOptions(query: string): readonly Entry[] | undefined {
  const all = queryOf(query);
  if (all === undefined) return undefined;
  const own: Entry[] = [];
  const options: Entry[] = [];
  for (const [key, value] of all) {
    const isOwn = DATABASE_OPTIONS.test(key.toUpperCase());
    const data = isOwn ? literal(value) : digits(value);
    if (data === undefined) return undefined;
    if (isOwn) own.push([key.toUpperCase(), data]);
    else options.push([key, data]);
  }
  return [...own, ['OPTIONS', dictData(options)]];
}

/** `ast.literal_eval` of a number, a truth value or a plain word, which is none and stays a text. */
function literal(text: string): Data | undefined {
  if (/^-?(?:0|[1-9]\d*)$/.test(text)) return int(BigInt(text));
  if (text === 'True' || text === 'False') return bool(text === 'True');
  if (text === 'None') return NONE;
  return /^[A-Za-z][A-Za-z0-9_.]*$/.test(text) ? str(text) : undefined;
}

function digits(text: string): Data | undefined {
  if (/^\d+$/.test(text)) return int(BigInt(text));
  return /[^\0-\x7f]/.test(text) ? undefined : str(text);
}

function cache(url: PythonUrl): Coercion {
  if (url.scheme === 'pymemcache') return NOT_FOLLOWED;
  const backend = CACHES.get(url.scheme);
  if (backend === undefined) return refused('is no address of a cache', 'ImproperlyConfigured');
  if (url.query !== '') return NOT_FOLLOWED;
  const servers = url.netloc.split(',');
  const several = (items: readonly string[]): Data => {
    const [only] = items;
    return items.length === 1 && only !== undefined ? str(only) : { kind: 'list', items: items.map(str) };
  };
  let location = several(servers);
  if (url.scheme === 'filecache') location = str(url.netloc + url.path);
  if (url.netloc === '' && url.scheme === 'memcache') location = str(`unix:${url.path}`);
  else if (url.scheme.startsWith('redis')) {
    const scheme = authorityOf(url).host === null ? 'unix' : url.scheme.replace('cache', '');
    location = several(servers.map((it) => `${scheme}://${it}${url.path}`));
  }
  // Which of its backends for Redis is taken depends on what else is installed.
  if (backend === REDIS) return NOT_FOLLOWED;
  return dict([
    ['BACKEND', str(backend)],
    ['LOCATION', location],
  ]);
}

function mail(url: PythonUrl): Coercion {
  const { user, password, host, port } = authorityOf(url);
  const written = unquotedPlus(url.path.slice(1));
  const names = [user, password].map((it) => (it === null ? null : unquoted(it)));
  if (written === undefined || names.includes(undefined)) return NOT_FOLLOWED;
  if (port === 'refused') return refused(BAD_PORT, 'ValueError');
  const module = MAILS.get(url.scheme);
  if (module === undefined) return refused('is no address of a mail server', 'ImproperlyConfigured');
  if (url.query !== '') return NOT_FOLLOWED;
  const text = (it: string | null | undefined) => (it === null || it === undefined ? NONE : str(it));
  const entries: Entry[] = [
    ['EMAIL_FILE_PATH', str(written.split('?')[0] ?? '')],
    ['EMAIL_HOST_USER', text(names[0])],
    ['EMAIL_HOST_PASSWORD', text(names[1])],
    ['EMAIL_HOST', text(host)],
    ['EMAIL_PORT', port === null ? NONE : int(port)],
    ['EMAIL_BACKEND', str(`django.core.mail.backends.${module}.EmailBackend`)],
  ];
  if (/^smtp(?:s|\+tls)$/.test(url.scheme)) entries.push(['EMAIL_USE_TLS', bool(true)]);
  if (url.scheme === 'smtp+ssl') entries.push(['EMAIL_USE_SSL', bool(true)]);
  return dict(entries);
}

function channels(url: PythonUrl): Coercion {
  const backend = CHANNELS.get(url.scheme);
  if (backend === undefined) return refused('is no address of a channel layer', 'ImproperlyConfigured');
  if (!url.scheme.startsWith('redis')) return dict([['BACKEND', str(backend)]]);
  const scheme = url.scheme.split('+')[0] ?? '';
  if (url.netloc === '' || url.params !== '' || url.fragment !== '' || url.query !== '') return NOT_FOLLOWED;
  const host = str(`${scheme}://${url.netloc}${url.path}`);
  return dict([
    ['BACKEND', str(backend)],
    ['CONFIG', dictData([['hosts', { kind: 'list', items: [host] }]])],
  ]);
}
