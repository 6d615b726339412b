import type { Data } from '../syntax/data.ts';
import type { ParsedUrl, UrlParser } from '../text/url-parser.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope, undecided } from './outcome.ts';
import { URL_CLASSES, type UrlClass } from './url-classes.ts';
import { encodeUtf8 } from './utf8.ts';

const SPECIAL = new Set(['ftp:', 'http:', 'https:', 'ws:', 'wss:', 'file:']);

/** A URL or DSN class of pydantic: a WHATWG parse, then the schemes, hosts and defaults of the class. */
export function validateUrl(name: string, input: Data, scope: Scope): Outcome {
  const rules = URL_CLASSES.get(name);
  if (rules === undefined) {
    return undecided(`\`${name}\` is not known`);
  }
  if (input.kind === 'text' && input.type === name) {
    return accept(input, EXACT);
  }
  if (input.kind === 'text' && URL_CLASSES.has(input.type)) {
    return undecided('a URL object of another class is not checked');
  }
  if (input.kind !== 'str') {
    return reject('url_type', 'is not a URL');
  }
  if (scope.strict && !PLAIN.test(input.value)) {
    return strictly(validateUrl(name, input, { ...scope, strict: false }));
  }
  if (rules.maxLength !== undefined && encodeUtf8(input.value).length > rules.maxLength) {
    return reject('url_too_long', `must have at most ${rules.maxLength} characters`);
  }
  const found =
    rules.multiHost === true
      ? parseHosts(input.value, scope.parseUrl)
      : { url: input.value === '' ? undefined : scope.parseUrl(input.value), extraHosts: [] };
  if (found?.url === undefined) {
    return reject('url_parsing', whyInvalid(input.value));
  }
  return found.url.protocol === 'file:' && !isPlainFile(input.value)
    ? undecided('the path of a `file:` URL is not checked')
    : finish(name, rules, found.url, found.extraHosts);
}

/** What has none of the slips in syntax that a strict URL may not have: blanks, backslashes, a missing slash. */
const PLAIN =
  /^(?!file:)[a-z][a-z0-9+.-]*:\/\/(?:[\w.~-]+(?::[\w.~-]*)?@)?[a-z0-9.-]+(?::\d+)?(?:,[a-z0-9.-]+(?::\d+)?)*(?:\/[\w.~/-]*)?(?:\?[\w.~=&-]*)?(?:#[\w.~-]*)?$/i;

/** What cannot be parsed is refused in a strict way as well; all else may be refused for its syntax. */
function strictly(lax: Outcome): Outcome {
  const isSame =
    lax.kind === 'errors' && lax.errors.every((it) => /^url_(?:parsing|too_long)$/.test(it.type));
  return isSame ? lax : undecided('the syntax of a strict URL is not checked');
}

/** pydantic's parser differs from the standard in dots, drives and empty parts of the paths of files. */
function isPlainFile(text: string): boolean {
  const path = text.replace(/[?#].*/s, '');
  const odd = /(?:^|[/:])(?:\.|%2e){1,2}(?:\/|$)|[a-z][:|]/i.test(path.slice(path.indexOf(':') + 1));
  return !odd && /^file:(?:\/\/[^/\\]*)?(?:\/[^/\\]+)*\/?$/i.test(path);
}

function finish(name: string, rules: UrlClass, url: ParsedUrl, extraHosts: readonly string[]): Outcome {
  if (rules.schemes !== undefined && !rules.schemes.includes(url.protocol.slice(0, -1))) {
    const known = rules.schemes.map((scheme) => `\`${scheme}\``).join(', ');
    return reject('url_scheme', `must have the scheme ${known}`);
  }
  const filled = withDefaults(url, rules);
  if (filled === undefined) {
    return reject('url_parsing', 'is not a valid URL: it has no host');
  }
  const start = url.protocol.length + 2;
  const inserted = extraHosts.map((host) => `${host},`).join('');
  const text = inserted === '' ? filled : filled.slice(0, start) + inserted + filled.slice(start);
  return accept({ kind: 'text', type: name, text }, LAX);
}

/** The text of the URL with the defaults of its class; undefined when it lacks a host that it needs. */
function withDefaults(url: ParsedUrl, rules: UrlClass): string | undefined {
  let { hostname, port, pathname } = url;
  const opaque = !url.href.slice(url.protocol.length).startsWith('/');
  if (hostname === '') {
    if (rules.defaultHost !== undefined) {
      if (opaque) {
        return undefined;
      }
      hostname = rules.defaultHost;
    } else if (rules.hostRequired === true) {
      return undefined;
    }
  }
  if (rules.defaultPort !== undefined && port === '') {
    if (hostname === '' || url.protocol === 'file:') {
      return undefined;
    }
    port = rules.defaultPort;
  }
  if (rules.defaultPath !== undefined && (pathname === '' || pathname === '/')) {
    pathname = rules.defaultPath;
  }
  if (hostname === url.hostname && port === url.port && pathname === url.pathname) {
    return url.href;
  }
  const password = url.password === '' ? '' : `:${url.password}`;
  const user = url.username === '' && password === '' ? '' : `${url.username}${password}@`;
  const host = port === '' ? hostname : `${hostname}:${port}`;
  return `${url.protocol}//${user}${host}${pathname}${url.search}${url.hash}`;
}

interface Hosts {
  readonly url: ParsedUrl | undefined;
  /** Text of every host but the last, credentials and port included. */
  readonly extraHosts: readonly string[];
}

/** `scheme://a,b,c/path`: every host is parsed as a URL of its own, the last one with the path. */
function parseHosts(text: string, parse: UrlParser): Hosts | undefined {
  const match = /^([\0- ]*([a-zA-Z0-9+\-.]+):[/\\]*)(.*)$/su.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, prefix = '', scheme = '', rest = ''] = match;
  const special = SPECIAL.has(`${scheme.toLowerCase()}:`);
  const end = rest.search(special ? /[/?#\\]/ : /[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const hosts = authority.split(',');
  const last = hosts.pop() ?? '';
  if (hosts.includes('')) {
    return undefined;
  }
  const url = parse(prefix + last + (end < 0 ? '' : rest.slice(end)));
  if (url === undefined || hosts.length === 0) {
    return { url, extraHosts: [] };
  }
  const others = hosts.map((host) => parse(prefix + host));
  if (url.hostname === '' || others.some((other) => other === undefined || other.hostname === '')) {
    return undefined;
  }
  return { url, extraHosts: others.map((other) => hostText(other)) };
}

function hostText(url: ParsedUrl | undefined): string {
  const text = url === undefined ? '' : url.href.slice(url.protocol.length + 2);
  return url !== undefined && SPECIAL.has(url.protocol) ? text.slice(0, -1) : text;
}

/** Words for the reasons that people meet; never a part of the value. */
function whyInvalid(text: string): string {
  if (text === '') {
    return 'is not a valid URL: it is empty';
  }
  if (!/^[\0- ]*[a-zA-Z][a-zA-Z0-9+\-.]*:/.test(text)) {
    return 'is not a valid URL: it has no scheme such as `https://`';
  }
  const authority = /:[/\\]*([^/?#]*)/.exec(text)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host === '') {
    return 'is not a valid URL: it has no host';
  }
  if (/:[^\]]*[^0-9\]][^\]]*$/.test(host) && !host.startsWith('[')) {
    return 'is not a valid URL: its port is no number; write `#`, `/` and `?` in a password as `%23`, `%2F`, `%3F`';
  }
  return 'is not a valid URL';
}
