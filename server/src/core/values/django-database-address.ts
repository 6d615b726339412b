import { int, str } from '../syntax/data.ts';
import { type AddressEntry, addressDict, BAD_PORT, dictOf, refusedAddress } from './address-parts.ts';
import type { Coercion } from './coerce.ts';
import { digits, literal } from './django-option.ts';
import {
  type Authority,
  authorityOf,
  type PythonUrl,
  queryOf,
  quotedUrl,
  unquoted,
  unquotedPlus,
} from './python-url.ts';

const POSTGRES = 'django.db.backends.postgresql';

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
const FAMILY = /^(?:postgres|postgresql|psql|pgsql|postgis|prometheus_postgresql|prometheus_postgis)$/;
const DATABASE_OPTIONS =
  /^(?:CONN_MAX_AGE|ATOMIC_REQUESTS|AUTOCOMMIT|DISABLE_SERVER_SIDE_CURSORS|CONN_HEALTH_CHECKS)$/;

/** What `env.db_url` of django-environ 0.14 (`db_url_config`) gives; undefined for what is not followed. */
export function djangoDatabase(given: PythonUrl): Coercion | undefined {
  const url = given.path === '' ? quotedUrl(given) : given;
  if (url === undefined) return undefined;
  const { scheme } = url;
  const authority = authorityOf(url);
  const { user, password } = authority;
  const server = unquoted(url.netloc.slice(url.netloc.lastIndexOf('@') + 1));
  const written = unquotedPlus(url.path.slice(1));
  const names = [user, password].map((it) => (it === null ? '' : unquoted(it)));
  if (server === undefined || written === undefined || names.includes(undefined)) return undefined;
  const isCluster = FAMILY.test(scheme) && server.includes(',');
  if (authority.port === 'refused' && !isCluster) return refusedAddress(BAD_PORT, 'ValueError');
  const path = nameIn(scheme, written.split('?')[0] ?? '', authority);
  const place = isCluster ? clusterOf(server) : placeOf(authority);
  const entries: readonly AddressEntry[] = [
    ['NAME', str(path)],
    ['USER', str(names[0] ?? '')],
    ['PASSWORD', str(names[1] ?? '')],
    ...place,
    ...socketOf(scheme, path),
  ];
  const options = url.query === '' ? [] : databaseOptions(url.query);
  if (options === undefined) return undefined;
  const engine = DATABASES.get(scheme) ?? scheme;
  if (engine === '') return addressDict([]);
  const made = scheme === 'oracle' ? oracleEntries(entries, path, authority) : entries;
  return addressDict([...made, ...options, ['ENGINE', str(engine)]]);
}

function nameIn(scheme: string, path: string, { host, port }: Authority): string {
  if (scheme === 'sqlite' && path === '') return ':memory:';
  if (scheme === 'ldap') return `ldap://${host ?? 'None'}${port ? `:${port}` : ''}`;
  return path;
}

function placeOf({ host, port }: Authority): readonly AddressEntry[] {
  return [
    ['HOST', str(host ?? '')],
    // Port 0 counts as none.
    ['PORT', typeof port === 'number' && port > 0 ? int(port) : str('')],
  ];
}

/** `h1:5432,h2`: hosts and ports, each joined; brackets of IPv6 are not followed before this. */
function clusterOf(server: string): readonly AddressEntry[] {
  const parts = server.split(',').map((it) => /^(.*):(\d+)$/s.exec(it) ?? [it, it, '']);
  const ports = parts.flatMap((it) => it[2] || []).join(',');
  return [
    ['HOST', str(parts.map((it) => it[1] ?? '').join(','))],
    ['PORT', digits(ports) ?? str(ports)],
  ];
}

function socketOf(scheme: string, path: string): readonly AddressEntry[] {
  if (!path.startsWith('/') || !(FAMILY.test(scheme) || path.includes('cloudsql'))) return [];
  const at = path.lastIndexOf('/');
  return [
    ['HOST', str(path.slice(0, at))],
    ['NAME', str(path.slice(at + 1))],
  ];
}

/** Without a path the host is the name, and a port is a text or not there. */
function oracleEntries(
  entries: readonly AddressEntry[],
  path: string,
  { host, port }: Authority,
): readonly AddressEntry[] {
  const moved: readonly AddressEntry[] =
    path === ''
      ? [
          ['NAME', str(host ?? '')],
          ['HOST', str('')],
        ]
      : [];
  const others = [...entries, ...moved].filter(([name]) => name !== 'PORT');
  return typeof port === 'number' && port > 0 ? [...others, ['PORT', str(`${port}`)]] : others;
}

function databaseOptions(query: string): readonly AddressEntry[] | undefined {
  const all = queryOf(query);
  if (all === undefined) return undefined;
  const own: AddressEntry[] = [];
  const options: AddressEntry[] = [];
  for (const [key, value] of all) {
    const isOwn = DATABASE_OPTIONS.test(key.toUpperCase());
    const data = isOwn ? literal(value) : digits(value);
    if (data === undefined) return undefined;
    if (isOwn) own.push([key.toUpperCase(), data]);
    else options.push([key, data]);
  }
  return [...own, ['OPTIONS', dictOf(options)]];
}
