import type { ParsedUrl } from '../core/text/url-parser.ts';

/** The WHATWG parser of the platform as the core's `UrlParser`. */
export function parseUrl(text: string): ParsedUrl | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const { href, protocol, username, password, hostname, port, pathname, search, hash } = url;
  return { href, protocol, username, password, hostname, port, pathname, search, hash };
}
