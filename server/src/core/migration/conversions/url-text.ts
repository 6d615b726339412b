/** What a URL of a server is put together from. */
export type AddressPart = 'scheme' | 'tls' | 'user' | 'password' | 'host' | 'port' | 'database';

/** Ports that a URL without one means, by scheme; only those that every client agrees on. */
export const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['redis', '6379'],
  ['rediss', '6379'],
  ['postgresql', '5432'],
  ['mysql', '3306'],
  ['amqp', '5672'],
  ['amqps', '5671'],
  ['mongodb', '27017'],
  ['http', '80'],
  ['https', '443'],
]);

/** The scheme of the same server with TLS. */
export function tlsScheme(scheme: string): string {
  return `${scheme}s`;
}

const URL_TEXT =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^:@/?#\s]*)(?::([^@/?#\s]*))?@)?(\[[0-9a-f:.]+\]|[^:@/?#[\]\s]+)(?::(\d+))?(?:\/([^?#\s]*))?$/i;

/**
 * The parts of a URL as `urllib.parse.urlsplit` of Python 3.11 gives them, percent-encoding taken off, scheme and host in
 * lower case. Undefined for other texts, and for a query or a fragment: no key takes those.
 */
export function parsedUrl(text: string): ReadonlyMap<AddressPart, string> | undefined {
  const [, scheme, user, password, host, port, path] = URL_TEXT.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const found: readonly (readonly [AddressPart, string | undefined])[] = [
    ['scheme', scheme.toLowerCase()],
    ['user', user === '' ? undefined : decoded(user)],
    ['password', decoded(password)],
    ['host', (host.startsWith('[') ? host.slice(1, -1) : host).toLowerCase()],
    ['port', port],
    ['database', path === '' ? undefined : decoded(path)],
  ];
  const broken = [user, password, path].some((it) => it !== undefined && decoded(it) === undefined);
  if (broken || (user === '' && password === undefined)) return undefined;
  return new Map(found.flatMap(([part, value]) => (value === undefined ? [] : [[part, value] as const])));
}

const PLACES: readonly AddressPart[] = ['user', 'password', 'host', 'port', 'database'];

/** A URL from its parts; undefined where one of them cannot stand in it. */
export function composedUrl(parts: ReadonlyMap<AddressPart, string>, scheme: string): string | undefined {
  const host = parts.get('host') ?? '';
  const shown = host.includes(':') ? `[${host}]` : host;
  const user = parts.get('user');
  const password = parts.get('password');
  const login = user === undefined && password === undefined ? '' : `${encoded(user ?? '')}`;
  const secret = password === undefined ? '' : `:${encoded(password)}`;
  const at = login + secret === '' ? '' : `${login}${secret}@`;
  const port = parts.has('port') ? `:${parts.get('port')}` : '';
  const database = parts.get('database');
  const path = database === undefined ? '' : `/${encoded(database)}`;
  const text = `${scheme}://${at}${shown}${port}${path}`;
  const back = parsedUrl(text);
  const same = PLACES.every(
    (part) => back?.get(part) === (part === 'host' ? host.toLowerCase() : parts.get(part)),
  );
  return back !== undefined && same ? text : undefined;
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** As `urllib.parse.quote(text, safe="")` of Python 3.11 writes it. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
