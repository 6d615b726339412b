import { bool, int, str } from '../syntax/data.ts';
import { type AddressEntry, addressDict, refusedAddress } from './address-parts.ts';
import type { Coercion } from './coerce.ts';
import { parsePythonInt } from './python-number.ts';
import { type PythonUrl, queryOf, unquotedPlus } from './python-url.ts';

/** Backends of haystack by scheme. */
const ENGINES: ReadonlyMap<string, string> = new Map([
  ['elasticsearch', 'elasticsearch_backend.ElasticsearchSearchEngine'],
  ['elasticsearch2', 'elasticsearch2_backend.Elasticsearch2SearchEngine'],
  ['elasticsearch5', 'elasticsearch5_backend.Elasticsearch5SearchEngine'],
  ['elasticsearch7', 'elasticsearch7_backend.Elasticsearch7SearchEngine'],
  ['solr', 'solr_backend.SolrEngine'],
  ['whoosh', 'whoosh_backend.WhooshEngine'],
  ['xapian', 'xapian_backend.XapianEngine'],
  ['simple', 'simple_backend.SimpleEngine'],
]);

type Query = ReadonlyMap<string, string>;

/** What `env.search_url` of django-environ 0.14 (`search_url_config`) gives; undefined for what is not followed. */
export function djangoSearch(url: PythonUrl): Coercion | undefined {
  const isSecure = /^elasticsearch\d?s$/.test(url.scheme);
  const scheme = isSecure ? url.scheme.slice(0, -1) : url.scheme;
  const engine = ENGINES.get(scheme);
  if (engine === undefined) return refusedAddress('is no address of a search engine', 'ImproperlyConfigured');
  const query = queryOf(url.query);
  const written = unquotedPlus(url.path.slice(1).split('?')[0] ?? '');
  if (query === undefined || written === undefined) return undefined;
  const common = commonOf(query);
  const own = common && ownOf(scheme, isSecure, url.netloc, written, query);
  if (!common || !own) return undefined;
  return addressDict([['ENGINE', str(`haystack.backends.${engine}`)], ...common, ...own]);
}

function commonOf(query: Query): readonly AddressEntry[] | undefined {
  const excluded = query.get('EXCLUDED_INDEXES');
  const spelling = query.get('INCLUDE_SPELLING');
  const batch = numberOf(query, 'BATCH_SIZE');
  // Which words are true is asked for the usual ones only.
  if (!batch || (spelling !== undefined && !/^(?:true|false|1|0)$/i.test(spelling))) return undefined;
  return [
    ...(excluded === undefined
      ? []
      : [['EXCLUDED_INDEXES', { kind: 'list', items: excluded.split(',').map(str) }] as const]),
    ...(spelling === undefined ? [] : [['INCLUDE_SPELLING', bool(/^(?:true|1)$/i.test(spelling))] as const]),
    ...batch,
  ];
}

/** Undefined for what is no number, which is raised. */
function numberOf(query: Query, name: string): readonly AddressEntry[] | undefined {
  const text = query.get(name);
  if (text === undefined) return [];
  const value = parsePythonInt(text);
  return value === undefined ? undefined : [[name, int(value)]];
}

function textOf(query: Query, name: string): readonly AddressEntry[] {
  const text = query.get(name);
  return text === undefined ? [] : [[name, str(text)]];
}

function ownOf(
  scheme: string,
  isSecure: boolean,
  netloc: string,
  written: string,
  query: Query,
): readonly AddressEntry[] | undefined {
  const path = written.endsWith('/') ? written.slice(0, -1) : written;
  const timeout = numberOf(query, 'TIMEOUT');
  const limit = numberOf(query, 'POST_LIMIT');
  if (scheme === 'simple') return [];
  if (scheme === 'whoosh') return limit && [['PATH', str(`/${path}`)], ...textOf(query, 'STORAGE'), ...limit];
  if (scheme === 'xapian') return [['PATH', str(`/${path}`)], ...textOf(query, 'FLAGS')];
  if (!timeout) return undefined;
  const at = path.lastIndexOf('/');
  const isSolr = scheme === 'solr';
  const folder = isSolr ? path : path.slice(0, Math.max(0, at));
  const address = urlOf(isSecure ? 'https' : 'http', netloc, folder);
  const index: readonly AddressEntry[] = isSolr ? [] : [['INDEX_NAME', str(path.slice(at + 1))]];
  return address === undefined
    ? undefined
    : [['URL', str(address)], ...timeout, ...textOf(query, 'KWARGS'), ...index];
}

/** `urlunparse`; undefined where there is no host, for which releases of Python differ. */
function urlOf(scheme: string, netloc: string, path: string): string | undefined {
  if (netloc === '') return undefined;
  return `${scheme}://${netloc}${path === '' ? '' : `/${path}`}`;
}
