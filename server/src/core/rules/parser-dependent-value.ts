import { type FileProgram, programsOf } from '../binding/file-programs.ts';
import type { Entry } from '../syntax/document.ts';
import { plainText } from '../syntax/dotenv/dotenv-dialect-edits.ts';
import { type ReadingDifference, readingDifference } from '../syntax/dotenv/reading-difference.ts';
import { applyEdits, type Edit } from '../text/edit.ts';
import type { SourceFile } from '../text/source-file.ts';
import { sourceFile } from '../text/source-file.ts';
import { firstLine } from '../text/span.ts';
import type { Finding, Fix } from './finding.ts';
import { valueSpan } from './invalid-values.ts';
import type { Rule } from './rule.ts';

/** Page: parser-dependent-value.md */
export const parserDependentValue: Rule = {
  id: 'parser-dependent-value',
  severity: 'warning',
  summary: 'Two programs that read one dotenv file make different values of a line.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    const programs = programsOf(snapshot, file.path);
    const [first, ...others] = programs;
    if (!first || others.length === 0) return;
    const readings = programs.map(entriesByName);
    for (const [at, entry] of readings[0] ?? []) {
      const found = firstDifference(programs, readings, at);
      if (found) yield finding(file, programs, entry, found);
    }
  },
};

interface Difference extends ReadingDifference {
  readonly one: FileProgram;
  readonly other: FileProgram;
}

/** By the offset of the name. */
type Entries = ReadonlyMap<number, Entry>;

function entriesByName({ document }: FileProgram): Entries {
  return new Map(document.root.entries.map((entry) => [entry.key.span.start, entry]));
}

/** The first program that reads a line differently from the one that comes first. */
function firstDifference(
  programs: readonly FileProgram[],
  readings: readonly Entries[],
  at: number,
): Difference | undefined {
  const [one] = programs;
  for (const [index, other] of programs.entries()) {
    if (!one || index === 0) continue;
    const entry = readings[index]?.get(at);
    // What a shell does behind a command is not known.
    if (!entry && (other.dialect === 'shell' || one.dialect === 'shell')) continue;
    const own = { document: one.document, entry: readings[0]?.get(at) };
    const found = readingDifference(own, { document: other.document, entry });
    if (found) return { ...found, one, other };
  }
  return undefined;
}

function finding(
  file: SourceFile,
  programs: readonly FileProgram[],
  entry: Entry,
  found: Difference,
): Finding {
  const { one, other, first, second } = found;
  const key = entry.key.name;
  const fix = writtenAlike(file, programs, entry);
  return {
    span: firstLine(file.text, valueSpan(file.text, entry)),
    message: `\`${key}\` depends on who reads this file: ${one.label} ${first}, ${other.label} ${second}`,
    key,
    fixes: fix ? [fix] : [],
  };
}

/** Another way to write the value that gives all programs what the first reads now. */
function writtenAlike(file: SourceFile, programs: readonly FileProgram[], entry: Entry): Fix | undefined {
  const text = plainText(entry);
  const outer = entry.value?.span;
  if (text === undefined || outer === undefined) return undefined;
  for (const way of [text, `'${text}'`, `"${text}"`]) {
    const edits = [{ span: outer, newText: way }];
    if (way === file.text.slice(outer.start, outer.end) || !agreed(file, programs, entry, edits, text))
      continue;
    return {
      title: `Write \`${entry.key.name}\` so that all read the same`,
      safety: 'unsafe',
      kind: 'quickfix',
      edits: edits.map((edit) => ({ ...edit, path: file.path })),
    };
  }
  return undefined;
}

/** True when after the edits every program reads that text at the entry, and all else as it does now. */
function agreed(
  file: SourceFile,
  programs: readonly FileProgram[],
  entry: Entry,
  edits: readonly Edit[],
  text: string,
): boolean {
  const edited = sourceFile(file.path, applyEdits(file.text, edits), {
    ...(file.byteOrderMark ? { byteOrderMark: true } : {}),
  });
  return programs.every(({ document }) => {
    const before = document.root.entries;
    const after = document.format.parse(edited).root.entries;
    const at = after.findIndex((it) => it.key.span.start === entry.key.span.start);
    const own = before.findIndex((it) => it.key.span.start === entry.key.span.start);
    const now = after[at];
    if (!now || plainText(now) !== text) return false;
    const others = before.toSpliced(own, own < 0 ? 0 : 1).map((it) => it.key.name);
    return (
      others.join('\n') ===
      after
        .toSpliced(at, 1)
        .map((it) => it.key.name)
        .join('\n')
    );
  });
}
