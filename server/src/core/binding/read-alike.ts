import type { Entry } from '../syntax/document.ts';
import { type DotenvDialect, parseDialect } from '../syntax/dotenv/dotenv-dialect.ts';
import { plainText } from '../syntax/dotenv/dotenv-dialect-edits.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';

/** Dialects that differ in all that such programs can differ in: quotes, escapes, comments, variables. */
const APART: readonly DotenvDialect[] = ['python-dotenv', 'compose', 'docker-run', 'shell'];

/**
 * The texts that programs of every kind read in a file, by the offset of the name: plain values and little else. What
 * a program reads whose grammar is not known is known for these alone.
 */
export const readAlike: (file: SourceFile) => ReadonlyMap<number, string> = memo((file) => {
  const readings = APART.map((dialect) => textsOf(file, dialect));
  const [first = new Map<number, string>(), ...others] = readings;
  return new Map([...first].filter(([at, text]) => others.every((it) => it.get(at) === text)));
});

function textsOf(file: SourceFile, dialect: DotenvDialect): ReadonlyMap<number, string> {
  const common = dialect === 'python-dotenv' ? documentOf(file) : undefined;
  const document = common?.format.name === 'dotenv' ? common : parseDialect(file, dialect);
  const found = document.root.entries.flatMap((entry: Entry): [number, string][] => {
    const text = plainText(entry);
    // A shell alone takes the first half of a line break of Windows for text.
    return text === undefined ? [] : [[entry.key.span.start, text.replace(/\r$/, '')]];
  });
  return new Map(found);
}
