import type { Document, Entry } from '../syntax/document.ts';
import { firstLine } from '../text/span.ts';
import type { Fix } from './finding.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { setTo } from './set-value.ts';
import { isOff, setValues } from './set-values.ts';

/** Page: insecure-transport.md */
export const insecureTransport: Rule = {
  id: 'insecure-transport',
  severity: 'warning',
  summary: 'Something travels or is kept without encryption in production.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    for (const { entry, field, reader, text, span, production } of setValues(
      snapshot,
      document,
      isTransport,
    )) {
      const why = production ? weakness(entry.key.name, text) : undefined;
      if (why === undefined) continue;
      yield {
        span: firstLine(file.text, span),
        message: `\`${entry.key.name}\` ${why}`,
        key: entry.key.name,
        environments: reader.environments,
        service: reader.schema.service,
        field: fieldReference(reader.schema, field),
        fixes: secured(document, entry, text),
      };
    }
  },
};

function isTransport(name: string): boolean {
  return /cookie_secure$|(?:^|_)secure_ssl_redirect$|hsts_seconds$|_(?:url|uri|dsn|endpoint)$|ssl_?mode$/i.test(
    name,
  );
}

function weakness(name: string, text: string): string | undefined {
  if (/cookie_secure$/i.test(name))
    return isOff(text) ? 'sends the cookie over plain HTTP as well' : undefined;
  if (/secure_ssl_redirect$/i.test(name))
    return isOff(text) ? 'leaves pages reachable over plain HTTP' : undefined;
  if (/hsts_seconds$/i.test(name))
    return text.trim() === '0' ? 'lets browsers try plain HTTP first' : undefined;
  if (/^disable$/i.test(text) || /[?&]sslmode=disable(?:&|$)/i.test(text))
    return 'connects to the database without encryption';
  const host = /^http:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(text)?.[1];
  return host !== undefined && isPublic(host) ? 'is an address without encryption' : undefined;
}

/** A name that the public network resolves; names without a dot, and those of clusters, stay inside. */
function isPublic(host: string): boolean {
  if (!host.includes('.') || /^[\d.]+$/.test(host)) return false;
  return !/\.(?:local|localhost|internal|lan|svc|cluster|test|invalid)$|\.svc\.|\.internal\./i.test(host);
}

/** Whether the other side speaks TLS is not known here, and how long browsers are to remember it neither. */
function secured(document: Document, entry: Entry, text: string): readonly Fix[] {
  const { name } = entry.key;
  if (/(?:cookie_secure|secure_ssl_redirect)$/i.test(name)) return setTo(document, { entry }, 'true');
  if (/^disable$/i.test(text)) return setTo(document, { entry }, 'require');
  const { value } = entry;
  if (value?.kind !== 'scalar' || value.parts || !value.content) return [];
  const [title, from, to] = /[?&]sslmode=disable(?:&|$)/i.test(text)
    ? (['Ask for `sslmode=require`', 'sslmode=disable', 'sslmode=require'] as const)
    : (['Use `https://`', 'http://', 'https://'] as const);
  const at = document.file.text.slice(value.content.start, value.content.end).indexOf(from);
  if (at < 0) return [];
  const start = value.content.start + at;
  const edit = { path: document.file.path, span: { start, end: start + from.length }, newText: to };
  return [{ title, safety: 'unsafe', kind: 'quickfix', edits: [edit] }];
}
