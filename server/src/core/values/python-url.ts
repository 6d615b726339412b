import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** What `urllib.parse.urlparse` of Python 3.11 and later makes of a text. */
export interface PythonUrl {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly params: string;
  readonly query: string;
  readonly fragment: string;
}

/** Schemes whose last segment may have parameters behind `;`. */
const WITH_PARAMS = /^(?:|s?ftp|hdl|prospero|s?https?|rtspu?|sips?|mms|tel)$/;

/** Cuts an address in its parts; undefined for brackets and letters beyond ASCII in the host, which may be refused. */
export function pythonUrl(text: string): PythonUrl | undefined {
  let rest = text.replace(/^[\0- ]+/, '').replace(/[\t\r\n]/g, '');
  let scheme = '';
  const colon = rest.indexOf(':');
  if (colon > 0 && /^[A-Za-z][A-Za-z0-9+.-]*$/.test(rest.slice(0, colon))) {
    scheme = rest.slice(0, colon).toLowerCase();
    rest = rest.slice(colon + 1);
  }
  let netloc = '';
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/);
    netloc = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = rest.slice(2 + netloc.length);
  }
  if (/[[\]]|[^\0-\x7f]/.test(netloc)) return undefined;
  const [beforeHash, fragment] = cut(rest, '#');
  const [beforeQuery, query] = cut(beforeHash, '?');
  const segment = beforeQuery.lastIndexOf('/') + 1;
  const at = WITH_PARAMS.test(scheme) ? beforeQuery.indexOf(';', segment) : -1;
  const path = at < 0 ? beforeQuery : beforeQuery.slice(0, at);
  const params = at < 0 ? '' : beforeQuery.slice(at + 1);
  return { scheme, netloc, path, params, query, fragment };
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The address with everything but `:/?&=@` and plain characters percent-encoded, cut in its parts again. */
export function quotedUrl({
  scheme,
  netloc,
  path,
  params,
  query,
  fragment,
}: PythonUrl): PythonUrl | undefined {
  const authority = netloc === '' ? '' : `//${netloc}`;
  const whole = `${scheme === '' ? '' : `${scheme}:`}${authority}${path}${behind(';', params)}${behind('?', query)}${behind('#', fragment)}`;
  return pythonUrl(
    [...encodeUtf8(whole)]
      .map((it) =>
        /[\w.~:/?&=@-]/.test(it) && it < '\x80'
          ? it
          : `%${it.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join(''),
  );
}

function behind(mark: string, text: string): string {
  return text === '' ? '' : `${mark}${text}`;
}

/** Who and where; `port` is a refusal where `url.port` raises, absent values are null. */
export interface Authority {
  readonly user: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null | 'refused';
}

/** The parts of `netloc`, as the properties of the result of `urlparse` give them. */
export function authorityOf({ netloc }: PythonUrl): Authority {
  const at = netloc.lastIndexOf('@');
  const [user, password] = at < 0 ? [null, null] : userOf(netloc.slice(0, at));
  const info = netloc.slice(at + 1);
  const colon = info.indexOf(':');
  const host = colon < 0 ? info : info.slice(0, colon);
  const port = colon < 0 ? '' : info.slice(colon + 1);
  const [name, zone] = cut(host, '%');
  const lower = host.includes('%') ? `${name.toLowerCase()}%${zone}` : host.toLowerCase();
  return { user, password, host: lower === '' ? null : lower, port: portOf(port) };
}

function userOf(text: string): readonly [string, string | null] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)];
}

function portOf(text: string): number | null | 'refused' {
  if (text === '') return null;
  return /^\d+$/.test(text) && Number(text) <= 65_535 ? Number(text) : 'refused';
}

/** `unquote`; undefined where the bytes are no UTF-8. */
export function unquoted(text: string): string | undefined {
  if (!text.includes('%')) return text;
  const bytes = encodeUtf8(text).replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decodeUtf8(bytes);
}

/** `unquote_plus`. */
export function unquotedPlus(text: string): string | undefined {
  return unquoted(text.replaceAll('+', ' '));
}

/** The first value of each name, as `parse_qs` gives it: empty ones are left out. */
export function queryOf(query: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const piece of query.split('&')) {
    const at = piece.indexOf('=');
    if (at < 0 || at === piece.length - 1) continue;
    const name = unquotedPlus(piece.slice(0, at));
    const value = unquotedPlus(piece.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    if (!found.has(name)) found.set(name, value);
  }
  return found;
}
