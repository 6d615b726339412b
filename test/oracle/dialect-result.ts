import { dialectValues } from '../../server/src/core/syntax/dotenv/dialect-values.ts';
import { type DotenvDialect, parseDialect } from '../../server/src/core/syntax/dotenv/dotenv-dialect.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

/** What a program takes from a file; `refused` where it gives the file up. */
export interface DialectResult {
  readonly values: Readonly<Record<string, string>>;
  readonly refused: boolean;
}

/** The same, by our reading. A value is null where running something would be needed to know it. */
export interface OurResult {
  readonly values: Readonly<Record<string, string | null>>;
  readonly refused: boolean;
  /** A shell may set more than is listed. */
  readonly partial: boolean;
  /** A line has a value and no name. */
  readonly nameless: boolean;
}

/** What our reading of a text gives under a process environment that is known whole. */
export function ourResult(
  text: string,
  dialect: DotenvDialect,
  environ: Readonly<Record<string, string>>,
  version?: string,
): OurResult {
  const file = sourceFile('.env', text);
  const known = (name: string) =>
    environ[name] === undefined
      ? ({ kind: 'unset' } as const)
      : ({ kind: 'text', text: environ[name] } as const);
  const document = parseDialect(file, dialect, version);
  const { values, refused } = dialectValues(document, dialect, known);
  const found = new Map<string, string | null>();
  for (const [index, { key }] of document.root.entries.entries()) {
    const value = values[index];
    if (value === undefined) continue;
    if (value.kind === 'text') found.set(key.name, value.text);
    else if (value.kind === 'unknown') found.set(key.name, null);
    else inherit(found, key.name, dialect, environ);
  }
  return {
    values: Object.fromEntries(found),
    refused: refused !== undefined,
    partial: dialect === 'shell' && document.problems.length > 0,
    nameless: document.problems.some((it) => it.message.startsWith('No name stands')),
  };
}

/** A name alone: kubectl takes an empty text where nothing is set, a shell leaves what was there. */
function inherit(
  found: Map<string, string | null>,
  name: string,
  dialect: DotenvDialect,
  environ: Readonly<Record<string, string>>,
): void {
  if (dialect === 'shell' && found.has(name)) return;
  const own = environ[name] ?? (dialect === 'kubectl' ? '' : undefined);
  if (own !== undefined) found.set(name, own);
}

/**
 * True where what we claim is what the program takes; what is not decided is not compared, and a line of compose whose
 * name is empty neither: nothing can use it, and compose says so only when the container starts. Where a shell ends at
 * what we do not read there is nothing to compare with.
 */
export function agrees(ours: OurResult, theirs: DialectResult): boolean {
  if ((ours.nameless || ours.partial) && theirs.refused) return true;
  if (ours.refused !== theirs.refused) return false;
  if (ours.refused) return true;
  const names = new Set(Object.keys(ours.values));
  if (!ours.partial) for (const name of Object.keys(theirs.values)) if (name !== '') names.add(name);
  return [...names].every((name) => ours.values[name] === null || ours.values[name] === theirs.values[name]);
}
