import type { CacheDrivers } from '../schema/field-type.ts';
import { type Data, str } from '../syntax/data.ts';
import { type AddressEntry, addressDict, dictOf, refusedAddress } from './address-parts.ts';
import type { Coercion } from './coerce.ts';
import { literal } from './django-option.ts';
import { authorityOf, type PythonUrl, queryOf } from './python-url.ts';

/** Backends by scheme; those of Redis and of `pymemcache` depend on what is installed. */
const BACKENDS: ReadonlyMap<string, string | keyof CacheDrivers> = new Map([
  ['dbcache', 'django.core.cache.backends.db.DatabaseCache'],
  ['dummycache', 'django.core.cache.backends.dummy.DummyCache'],
  ['filecache', 'django.core.cache.backends.filebased.FileBasedCache'],
  ['locmemcache', 'django.core.cache.backends.locmem.LocMemCache'],
  ['memcache', 'django.core.cache.backends.memcached.MemcachedCache'],
  ['pymemcache', 'pymemcache'],
  ['pylibmc', 'django.core.cache.backends.memcached.PyLibMCCache'],
  ['rediscache', 'redis'],
  ['redis', 'redis'],
  ['rediss', 'redis'],
  ['valkey', 'redis'],
  ['valkeys', 'redis'],
]);

/** Options that stand beside the others. */
const OWN = /^(?:TIMEOUT|KEY_PREFIX|VERSION|KEY_FUNCTION|BINARY)$/;

const REDIS_OF_DJANGO = 'django.core.cache.backends.redis.RedisCache';

/** What `env.cache_url` of django-environ 0.14 (`cache_url_config`) gives; undefined for what is not followed. */
export function djangoCache(url: PythonUrl, drivers: CacheDrivers = {}): Coercion | undefined {
  const named = BACKENDS.get(url.scheme);
  if (named === undefined) return refusedAddress('is no address of a cache', 'ImproperlyConfigured');
  const backend = named === 'redis' || named === 'pymemcache' ? drivers[named] : named;
  if (backend === undefined)
    return { kind: 'undecided', reason: 'which backend of caches it means depends on what is installed' };
  const options = url.query === '' ? [] : optionsOf(url.query, backend);
  if (options === undefined) return undefined;
  return addressDict([['BACKEND', str(backend)], ['LOCATION', locationOf(url)], ...options]);
}

function locationOf(url: PythonUrl): Data {
  const servers = url.netloc.split(',');
  if (url.netloc === '' && (url.scheme === 'memcache' || url.scheme === 'pymemcache'))
    return str(`unix:${url.path}`);
  if (url.scheme.startsWith('redis')) {
    const scheme = authorityOf(url).host === null ? 'unix' : url.scheme.replace('cache', '');
    return several(servers.map((it) => `${scheme}://${it}${url.path}`));
  }
  return url.scheme === 'filecache' ? str(url.netloc + url.path) : several(servers);
}

function several(items: readonly string[]): Data {
  const [only] = items;
  return items.length === 1 && only !== undefined ? str(only) : { kind: 'list', items: items.map(str) };
}

/** The backend of Django itself wants the names of its options small. */
function optionsOf(query: string, backend: string): readonly AddressEntry[] | undefined {
  const all = queryOf(query);
  if (all === undefined) return undefined;
  const [own, options]: readonly [AddressEntry[], AddressEntry[]] = [[], []];
  for (const [name, text] of all) {
    const data = literal(text);
    if (data === undefined) return undefined;
    const key = backend === REDIS_OF_DJANGO ? name.toLowerCase() : name.toUpperCase();
    (OWN.test(name.toUpperCase()) ? own : options).push([key, data]);
  }
  return [...own, ['OPTIONS', dictOf(options)]];
}
