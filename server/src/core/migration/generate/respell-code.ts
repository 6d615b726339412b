import type { Field } from '../../schema/schema.ts';
import { containsOffset, span } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { inPlace } from './default-code.ts';
import { markedBlocks } from './end-of-migration.ts';
import { type FinalSpelling, finalSpelling } from './final-spelling.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { logOnce } from './log-once.ts';
import { moduleLogger } from './logger.ts';
import { placedFunction } from './os-environ-rename.ts';
import { marker } from './pydantic-dual-read.ts';
import { inFile } from './pydantic-rename.ts';
import { type PydanticTarget, pydanticTarget } from './pydantic-target.ts';
import { inPlaceMatrix } from './pytest-in-place.ts';
import type { MatrixResult } from './pytest-path.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { assignText, callText, comment, idName, pyString, wholeLines } from './python-text.ts';
import { insertion } from './regroup-declarations.ts';
import { type Respelling, respelling } from './respelling.ts';
import { isBool } from './unit-declaration.ts';

const IMPORTS: readonly ImportNeed[] = [
  { module: 'typing', name: 'Any' },
  { module: 'pydantic', name: 'field_validator' },
];

/**
 * A settings class whose key keeps its name and gets another spelling. Code keeps the spelling that it knows: a
 * before-validator, which runs before those of the team, turns the new spelling into it. It works on every release of
 * pydantic 2, and where the library reads the text as it is.
 */
export function respellClass({ facts, id, code }: CodeStep, reader: ReaderFacts): GeneratedCode {
  if (reader.old === undefined) return NO_CODE;
  const found = pydanticTarget(inPlace(facts), reader);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { target } = found;
  const spelled = respelling(facts);
  if (facts.convert === 'bool-words' && isBool(target.field)) {
    return { ...NO_CODE, tests: [boolMatrix(facts, id, target)] };
  }
  const { default: stays } = target.field;
  // A class checks its default as it checks a text of an environment, and would make the old spelling of that one.
  const isAmbiguous = stays?.kind === 'str' && spelled?.isNewText(stays.value);
  if (spelled === undefined || isAmbiguous || target.field.decoding !== 'none') {
    const where = `\`${target.field.name}\` in \`${target.file.file.path}\``;
    return { ...NO_CODE, byHand: [`let ${where} take both spellings of \`${facts.from}\` by hand`] };
  }
  const both = code === 'both';
  const change = both ? dualSpelling(facts, target, spelled, id) : newSpelling(facts, target, spelled, id);
  return { ...change, tests: [spellingMatrix(facts, id, target, spelled, both)] };
}

function dualSpelling(
  facts: MigrationFacts,
  target: PydanticTarget,
  spelled: Respelling,
  id: string,
): GeneratedCode {
  const { file, settings, field } = target;
  if (markedBlocks(file, id).length > 0 || classSpelling(target, spelled).writtenIn !== undefined)
    return NO_CODE;
  const log = moduleLogger(file, settings.span.start, id);
  const indent = settings.bodyIndent;
  const name = idName(id);
  const validator = [
    comment(indent, `${marker(id)} phase=expand (delete in contract)`, facts.lineLength),
    `${indent}@field_validator(${pyString(field.name)}, mode="before")`,
    `${indent}@classmethod`,
    `${indent}def _m_${name}(cls, value: Any) -> Any:`,
    `${indent}    return _old_${name}(value)`,
  ];
  const needs = [...IMPORTS, ...spelled.needs, ...log.needs, { module: 'functools', name: 'cache' }];
  const own = [
    ...importEdits(facts, file, needs),
    ...log.edits,
    placedFunction(file, classStart(target), spellingFunctions(facts, spelled, { id, log: log.name })),
    insertion(bodyEnd(target), `\n\n${validator.join('\n')}`),
  ];
  return { ...NO_CODE, edits: inFile(file, own) };
}

/**
 * The functions that give code the old spelling of either.
 * @param own name of the function, where it is not the one that the class calls
 * @param isSet where it is not certain that an old spelling is one of the environment: a condition in Python
 */
export function spellingFunctions(
  facts: MigrationFacts,
  spelled: Respelling,
  {
    id,
    log,
    own = `_old_${idName(id)}`,
    isSet,
  }: { readonly id: string; readonly log: string; readonly own?: string; readonly isSet?: string },
): string {
  const name = idName(id);
  const inner = isSet === undefined ? '        ' : '            ';
  const width = facts.lineLength;
  return [
    ...logOnce({ id, name, log, width }),
    '',
    '',
    comment('', `${marker(id)} phase=expand (delete in contract)`, width),
    `def ${own}(value: Any) -> Any:`,
    `    if not isinstance(value, str) or value == "":`,
    '        return value',
    `    if ${spelled.isOld}:`,
    ...(isSet === undefined ? [] : [`        if ${isSet}:`]),
    assignText(inner, 'message', `${facts.from} has its old spelling`, width),
    `${inner}_log_${name}(message)`,
    '        return value',
    ...spelled.toOld.map((line) => `    ${line}`),
  ].join('\n');
}

/** What stays in a class. */
export function classSpelling({ file, settings, field }: PydanticTarget, spelled: Respelling): FinalSpelling {
  return finalSpelling(field.name, spelled, [{ file, body: settings.body }]);
}

/** The new spelling alone. Code goes on with the one that it knows, until a person changes it. */
function newSpelling(
  facts: MigrationFacts,
  target: PydanticTarget,
  spelled: Respelling,
  id: string,
): GeneratedCode {
  const { file, settings, field } = target;
  const { name, writtenIn } = classSpelling(target, spelled);
  const words = `code still works with the old spelling of \`${facts.from}\`, which \`${name}\` gives it: change both when it suits`;
  if (writtenIn !== undefined) return { ...NO_CODE, byHand: [words] };
  const indent = settings.bodyIndent;
  const inner = `${indent}    `;
  const validator = [
    `${indent}@field_validator(${pyString(field.name)}, mode="before")`,
    `${indent}@classmethod`,
    `${indent}def ${name}(cls, value: Any) -> Any:`,
    ...passedOn(field, spelled).map((line) => `${inner}${line}`),
    `${inner}if ${spelled.isOld}:`,
    callText(`${inner}    `, 'raise ValueError', [pyString(spelled.refusal)], facts.lineLength),
    ...spelled.toOld.map((line) => `${inner}${line}`),
  ];
  const needs = [...IMPORTS, ...spelled.needs];
  const marked = markedBlocks(file, id).length > 0;
  const own = [
    ...(marked ? [] : importEdits(facts, file, needs)),
    insertion(marked ? lastOwn(target, id) : bodyEnd(target), `\n\n${validator.join('\n')}`),
  ];
  return {
    ...NO_CODE,
    edits: inFile(file, own),
    byHand: [words],
    keeps: new Map(marked ? [[file.file.path, needs]] : []),
  };
}

/**
 * What is no text of an environment: a settings class checks its default at every start, and that is written as code
 * knows it.
 */
function passedOn({ default: stays }: Field, { isOldText }: Respelling): readonly string[] {
  const own = stays?.kind === 'str' && stays.value !== '' && isOldText(stays.value) ? stays.value : undefined;
  const passes = own === undefined ? 'value == ""' : `value in ("", ${pyString(own)})`;
  return [`if not isinstance(value, str) or ${passes}:`, '    return value'];
}

function bodyEnd({ file, settings }: PydanticTarget): number {
  const end = settings.body.at(-1)?.span.end ?? settings.bodySpan.end;
  return end + (/^[^\r\n]*/.exec(file.file.text.slice(end))?.[0].length ?? 0);
}

function lastOwn({ file, settings }: PydanticTarget, id: string): number {
  const blocks = markedBlocks(file, id);
  const last = settings.body.findLast((it) => !blocks.some((block) => containsOffset(block, it.span.start)));
  const end = last?.span.end ?? settings.bodySpan.end;
  return end + (/^[^\r\n]*/.exec(file.file.text.slice(end))?.[0].length ?? 0);
}

function classStart({ file, settings }: PydanticTarget): number {
  return wholeLines(file.file, span(settings.span.start, settings.span.start)).start;
}

function spellingMatrix(
  facts: MigrationFacts,
  id: string,
  target: PydanticTarget,
  { samples }: Respelling,
  both: boolean,
): MatrixResult {
  const pairs = samples.map((_, at) => [`{KEY: OLD_${at + 1}}`, `{KEY: NEW_${at + 1}}`] as const);
  const constants = samples.flatMap(([old, next], at) => [
    [`OLD_${at + 1}`, old] as const,
    [`NEW_${at + 1}`, next] as const,
  ]);
  const { default: stays } = target.field;
  // The text of the default is taken in its old spelling too.
  const other = samples.findIndex(([old]) => stays?.kind !== 'str' || stays.value !== old);
  const refused = other < 0 ? undefined : `OLD_${other + 1}`;
  return inPlaceMatrix(facts, {
    id,
    target,
    says: both ? 'Both spellings mean the same.' : 'The new spelling alone is taken.',
    constants: new Map(
      both ? constants : constants.filter(([name]) => /^NEW/.test(name) || name === refused),
    ),
    rows: [
      ...(both ? pairs : []),
      ...pairs.map(([, next]) => [next, next] as const),
      // The default alone has to be enough to start.
      ...(target.field.required ? [] : [['{}', '{}'] as const]),
    ],
    refused: both || refused === undefined ? [] : [`{KEY: ${refused}}`],
    needs: '{KEY: NEW_1}',
  });
}

function boolMatrix(facts: MigrationFacts, id: string, target: PydanticTarget): MatrixResult {
  return inPlaceMatrix(facts, {
    id,
    target,
    says: 'All words for a bool mean the same.',
    constants: new Map(),
    rows: [
      ['{KEY: "1"}', '{KEY: "true"}'],
      ['{KEY: "on"}', '{KEY: "true"}'],
      ['{KEY: "NO"}', '{KEY: "false"}'],
      ['{KEY: "0"}', '{KEY: "false"}'],
    ],
    refused: [],
    needs: '{KEY: "true"}',
  });
}
