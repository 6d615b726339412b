import type { Document } from './document.ts';

/** What the loaders of Python raise on a byte order mark (3.11, files opened as UTF-8); others skip it. */
const RAISED: Readonly<Record<string, { readonly upstream: string; readonly reader: string }>> = {
  toml: { upstream: 'TOMLDecodeError', reader: 'tomllib' },
  json: { upstream: 'JSONDecodeError', reader: 'json' },
  ini: { upstream: 'MissingSectionHeaderError', reader: 'configparser' },
};

/** The document with a problem at its start when its file starts with a byte order mark that the loader refuses. */
export function withMark(document: Document): Document {
  const raised = Object.hasOwn(RAISED, document.format.name) ? RAISED[document.format.name] : undefined;
  if (!raised || !document.file.byteOrderMark) return document;
  const problem = {
    span: { start: 0, end: Math.min(1, document.file.text.length) },
    message: `A byte order mark stands at the start, which \`${raised.reader}\` refuses, so Python cannot load this file; save it as UTF-8 without one`,
    upstream: raised.upstream,
    kind: 'syntax',
  } as const;
  return { ...document, problems: [problem, ...document.problems] };
}
