import { interpolate } from '../../server/src/core/syntax/dotenv/dotenv-interpolate.ts';
import { type DotenvVersion, scanDotenv } from '../../server/src/core/syntax/dotenv/dotenv-statement.ts';
import { parseDotenv } from '../../server/src/core/syntax/dotenv.ts';
import { LineIndex } from '../../server/src/core/text/line-index.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

/** One text as `dotenv-live.py` reports it. */
export interface DotenvResult {
  readonly statements: readonly (readonly [string | null, string | null, string, number, boolean])[];
  readonly values: Readonly<Record<string, string | null>>;
  readonly overriding: Readonly<Record<string, string | null>>;
  readonly yielding: Readonly<Record<string, string | null>>;
}

/** The same report about the same text, made by our parser. */
export function ourResult(
  original: string,
  environ: Readonly<Record<string, string>>,
  version: DotenvVersion,
): DotenvResult {
  // Files lose their byte order mark when they are read, as in python-dotenv from 1.2.3 on.
  const text = version === '1.2.2' ? original : original.replace(/^\uFEFF/, '');
  const document = parseDotenv(sourceFile('.env', text), { version });
  const lines = new LineIndex(text);
  const entries = new Map(document.root.entries.map((entry) => [entry.key.span.start, entry]));
  const values = (names: Readonly<Record<string, string>>, override: boolean) => {
    const results = interpolate(document.root.entries, (name) => names[name], { override });
    const found = document.root.entries.map(
      (entry, index) => [entry.key.name, results[index]?.text ?? null] as const,
    );
    return Object.fromEntries(found);
  };
  return {
    statements: scanDotenv(text, version).map((statement) => {
      const entry = statement.kind === 'entry' ? entries.get(statement.keyStart) : undefined;
      const data = entry?.value?.kind === 'scalar' ? entry.value.data : undefined;
      return [
        entry?.key.name ?? null,
        data?.kind === 'str' ? data.value : null,
        text.slice(statement.start, statement.end).replace(/\r\n?/g, '\n'),
        lines.position(statement.start).line + 1,
        statement.kind === 'skipped',
      ];
    }),
    values: values({}, true),
    overriding: values(environ, true),
    yielding: values(environ, false),
  };
}

/** A report with its keys in one order, so that two of them compare by what they say. */
export function comparable(result: DotenvResult): unknown {
  return {
    statements: result.statements,
    values: Object.entries(result.values),
    overriding: Object.entries(result.overriding),
    yielding: Object.entries(result.yielding),
  };
}
