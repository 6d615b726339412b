import { walkStatements } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Field } from '../../schema/schema.ts';
import { containsOffset } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { RecordFile } from '../record.ts';
import { markedBlocks } from './end-of-migration.ts';
import { isSpellingName } from './final-spelling.ts';
import { isLibrary } from './library-reads.ts';
import { pyString, wrapped } from './python-text.ts';
import { respelling } from './respelling.ts';
import { samplesFor } from './synthetic.ts';

/** What else a process needs to start, made up. */
export type Others =
  | { readonly ok: true; readonly texts: ReadonlyMap<string, string> }
  /** Fields for which no valid text can be made up. */
  | { readonly ok: false; readonly fields: readonly string[] };

/** Modules that the text of `othersText` uses. */
export const OTHERS_IMPORTS: readonly string[] = [
  'import runpy',
  'from functools import cache',
  'from pathlib import Path',
];

/**
 * What else a class requires.
 * @param without names of fields or keys that the test sets itself
 */
export function othersOf(facts: MigrationFacts, reader: ReaderFacts, without: readonly string[]): Others {
  const left = new Set(without.map((it) => it.toLowerCase()));
  const required = reader.schema.fields.filter(
    (it) => it.required && !left.has(it.name.toLowerCase()) && !left.has(environmentName(it).toLowerCase()),
  );
  const made = required.map((field) => ({ field, text: textFor(facts, field) }));
  const fields = made.filter((it) => it.text === undefined).map((it) => it.field.name);
  if (fields.length > 0) return { ok: false, fields };
  return {
    ok: true,
    texts: new Map(made.map(({ field, text }) => [writtenName(reader, field), text ?? ''])),
  };
}

/** A text that a field takes: the new spelling where a migration has changed it, or is about to. */
function textFor(facts: MigrationFacts, field: Field): string | undefined {
  const key = environmentName(field).toLowerCase();
  const record = facts.records.findLast(
    (it) => isWritten(it) && it.from.length === 1 && it.from[0]?.toLowerCase() === key,
  );
  const respelled = record && respelling({ ...record, fromKeys: record.from, toKeys: record.from });
  return respelled?.samples[0]?.[1] ?? samplesFor(writtenByPeople(facts, field))?.[0];
}

function isWritten({ kind, phase }: RecordFile): boolean {
  const respells = kind === 'retype' || kind === 'enum';
  return respells && phase !== 'draft' && phase !== 'abandoned';
}

/** What the modules that read the process environment need to be imported. */
export function environOthers(facts: MigrationFacts): ReadonlyMap<string, string> {
  const own = new Set([...facts.fromKeys, ...facts.toKeys, ...(facts.beside ?? [])]);
  const needed = new Map<string, string>();
  for (const reader of environReaders(facts)) {
    for (const field of reader.schema.fields) {
      if (!field.required || own.has(field.name)) continue;
      needed.set(field.name, samplesFor(field)?.[0] ?? 'example');
    }
  }
  return needed;
}

/** Modules that read one variable after the other. */
export function environReaders(facts: MigrationFacts): readonly ReaderFacts[] {
  return facts.readers.filter(({ schema }) => schema.reader === 'os-environ' || isLibrary(schema.reader));
}

/** A field without what the validators of migrations leave open: they decide nothing about the texts of its type. */
export function writtenByPeople({ project }: MigrationFacts, field: Field): Field {
  const undecided = field.undecided.filter((it) => {
    const file = project.mentioning([field.name]).find((other) => other.file.path === it.path);
    if (file === undefined) return true;
    const { start } = it.span;
    return !markedBlocks(file).some((block) => containsOffset(block, start)) && !isNewSpelling(file, start);
  });
  return undecided.length === field.undecided.length ? field : { ...field, undecided };
}

/** True in the validator that stays once a key has its new spelling. */
function isNewSpelling({ module }: PythonFile, offset: number): boolean {
  return [...walkStatements(module.body)].some(
    (it) => it.kind === 'function' && isSpellingName(it.name) && containsOffset(it.span, offset),
  );
}

/** A variable as people write it, where its case does not matter. */
function writtenName({ schema }: ReaderFacts, field: Field): string {
  const name = environmentName(field);
  return schema.loading.caseSensitive ? name : name.toUpperCase();
}

function environmentName(field: Field): string {
  return field.inputs[0]?.environment ?? field.name;
}

/**
 * The constants of what a process needs: `OTHERS` for the keys of others, and `NEEDS` for those of this migration, with
 * which the code of this phase starts and logs nothing.
 * @param needs a Python dict
 */
export function othersConstants(
  texts: ReadonlyMap<string, string>,
  needs: string,
  width: number,
): readonly string[] {
  const entries = [...texts].flatMap(([key, text]) => entryLines(key, text, width));
  return [
    '# What else a process needs to start, and what it needs of this change.',
    ...(entries.length === 0 ? ['OTHERS: dict[str, str] = {}'] : ['OTHERS = {', ...entries, '}']),
    `NEEDS = ${needs}`,
  ];
}

/** An entry of a dict; a text that is too long for a line is cut at its blanks. */
function entryLines(key: string, text: string, width: number): readonly string[] {
  const line = `    ${pyString(key)}: ${pyString(text)},`;
  const pieces = line.length > width ? wrapped(text, width - '        ""'.length - 1) : [];
  if (pieces.length < 2) return [line];
  const cut = pieces.map((it, at) => `        ${pyString(at < pieces.length - 1 ? `${it} ` : it)}`);
  return [`    ${pyString(key)}: (`, ...cut, '    ),'];
}

/**
 * The function that joins them: what another migration of the service needs by now, its own test says. So that a test
 * passes whatever others do to the same code meanwhile.
 */
export const OTHERS_FUNCTION = [
  '@cache',
  'def others():',
  '    """What else a process needs, other changes that are under way included."""',
  '    found = dict(OTHERS)',
  '    for path in sorted(Path(__file__).parent.glob("test_*.py")):',
  '        if path.name != Path(__file__).name:',
  '            found.update(runpy.run_path(str(path)).get("NEEDS", {}))',
  '    return found',
].join('\n');
