import type { CacheDrivers } from '../field-type.ts';
import type { PythonProject } from '../reader.ts';

const LIBRARY = 'django-environ';
const PYLIBMC = 'django.core.cache.backends.memcached.PyLibMCCache';

/**
 * The backends that django-environ 0.14 (`compat.py`) takes for caches of Redis and for `pymemcache`, by what a lock
 * file says to be installed beside it.
 */
export function cacheDrivers(project: PythonProject): CacheDrivers {
  const django = project.installed('django', LIBRARY);
  const version = django === false ? undefined : project.version('django');
  const redis = redisDriver(project.installed('django-redis', LIBRARY), django, version);
  const pymemcache = memcacheDriver(project.installed('pymemcache', LIBRARY), django, version);
  return { ...(redis === undefined ? {} : { redis }), ...(pymemcache === undefined ? {} : { pymemcache }) };
}

function redisDriver(
  package_: boolean | undefined,
  django: boolean | undefined,
  version: string | undefined,
): string | undefined {
  if (package_ !== false) return package_ ? 'django_redis.cache.RedisCache' : undefined;
  if (django === false) return 'redis_cache.RedisCache';
  const older = isOlder(version, 4, 0);
  if (older === undefined) return undefined;
  return older ? 'redis_cache.RedisCache' : 'django.core.cache.backends.redis.RedisCache';
}

function memcacheDriver(
  package_: boolean | undefined,
  django: boolean | undefined,
  version: string | undefined,
): string | undefined {
  if (package_ === false) return PYLIBMC;
  const older = django === false ? false : isOlder(version, 3, 2);
  if (older) return PYLIBMC;
  return package_ && older === false ? 'django.core.cache.backends.memcached.PyMemcacheCache' : undefined;
}

function isOlder(version: string | undefined, major: number, minor: number): boolean | undefined {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (!found) return undefined;
  const [first, second] = [Number(found[1]), Number(found[2])];
  return first < major || (first === major && second < minor);
}
