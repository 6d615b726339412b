import { str } from '../../syntax/data.ts';
import type { Entry, Scalar } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
import { memo } from '../../text/memo.ts';
import type { SourceFile } from '../../text/source-file.ts';

/** A line of a file of `envs`. */
export interface EnvFileLine {
  readonly entry: Entry;
  readonly value: string;
  /** The entry is one of the file's own document. */
  readonly line: boolean;
}

/**
 * The lines of a file of `envs` (kustomize 0.21 `keyValuesFromLine`): blanks before a line go, `#` starts a comment at
 * its start only, the first `=` separates, quotes are part of the value.
 */
export const envFileEntries: (file: SourceFile) => readonly EnvFileLine[] = memo((file) => {
  const { text } = file;
  const own = documentOf(file)?.root.entries ?? [];
  const known = new Map(own.map((entry) => [entry.key.span.start, entry]));
  const found: EnvFileLine[] = [];
  for (const match of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    const raw = match[0].replace(/\r?\n$/, '');
    const written = raw.trimStart();
    if (written === '' || written.startsWith('#')) continue;
    found.push(lineAt(match.index + raw.length - written.length, written, known));
  }
  return found;
});

function lineAt(start: number, written: string, known: ReadonlyMap<number, Entry>): EnvFileLine {
  const at = written.indexOf('=');
  const name = at < 0 ? written : written.slice(0, at);
  const value = at < 0 ? '' : written.slice(at + 1);
  const line = known.get(start);
  if (
    line?.value?.kind === 'scalar' &&
    line.key.name === name &&
    line.value.data.kind === 'str' &&
    line.value.data.value === value
  )
    return { entry: line, value, line: true };
  const end = start + written.length;
  const key = { name, span: { start, end: start + name.length }, data: str(name) };
  if (at < 0) return { entry: { key, span: { start, end } }, value, line: false };
  const span = { start: start + at + 1, end };
  const held: Scalar = { kind: 'scalar', span, content: span, quote: 'none', data: str(value) };
  return { entry: { key, value: held, span: { start, end } }, value, line: false };
}
