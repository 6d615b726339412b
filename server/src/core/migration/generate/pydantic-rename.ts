import { type Expression, type Statement, walkStatements } from '../../python/tree.ts';
import { type Ancestor, lineageOf } from '../../schema/class-lineage.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { lineIndex } from '../../text/line-index.ts';
import { span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { renamedDeclaration } from './field-declaration.ts';
import {
  type AttributeRead,
  attributeReads,
  type ClassPlace,
  constructorCalls,
  everyExpression,
} from './instances.ts';
import { moduleLogger } from './logger.ts';
import {
  appendToClass,
  DUAL_READ_IMPORTS,
  type DualRead,
  JSON_IMPORTS,
  oldFieldText,
  validatorText,
} from './pydantic-dual-read.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { importEdits } from './python-imports.ts';
import { withBreaks } from './python-text.ts';

/** Edits of code, and what is left for a person. */
export interface CodeChange {
  readonly edits: readonly FileEdit[];
  /** Places that name OLD and may have to change, in words. */
  readonly byHand: readonly string[];
}

/** Code that reads NEW, else OLD: the class gets both fields and a validator, reads of the attribute follow. */
export function dualRename(
  facts: MigrationFacts,
  target: PydanticTarget,
  id: string,
  precedence: DualRead['precedence'],
): CodeChange {
  const { file, settings, declaration } = target;
  const references = referenceEdits(facts, target);
  // Written before: what is left are the reads of other files.
  if (target.declares !== 'old') return { ...references, byHand: keptWords(references, target) };
  const log = moduleLogger(file, settings.span.start, id);
  const keepsOld = references.uncertain.length > 0;
  const dual = dualRead(facts, target, { id, precedence, log: log.name, keepsOld });
  const { text } = file.file;
  const needs = [...DUAL_READ_IMPORTS, ...(dual.json ? JSON_IMPORTS : []), ...log.needs];
  const after = declaration.span.end + restOfLine(text, declaration.span.end);
  const renamed = renamedDeclaration(facts, target);
  const own: Edit[] = [
    ...importEdits(facts, file, needs, renamed.removed),
    ...log.edits,
    ...renamed.edits,
    { span: span(after, after), newText: `\n${oldFieldText(dual)}` },
    appendToClass(text, settings.bodySpan.end, validatorText(dual)),
  ];
  return {
    edits: [...inFile(file, ordered(own)), ...references.edits],
    byHand: keptWords(references, target),
  };
}

/** Reads that are not certain to be changed keep working while both keys are read. */
function keptWords({ uncertain, byHand }: References, target: PydanticTarget): readonly string[] {
  const words = placeWords(uncertain).map(
    (place) =>
      `\`.${target.oldName}\` in ${place} may be read from \`${target.settings.name}\`: it keeps working until contract, change it before`,
  );
  return [...words, ...byHand];
}

/** Code that reads NEW only: the field, or its alias, gets the new name, and so do reads and keyword arguments. */
export function plainRename(facts: MigrationFacts, target: PydanticTarget): CodeChange {
  const references = referenceEdits(facts, target);
  const renamed = renamedDeclaration(facts, target);
  const { file, declares } = target;
  const own = [...importEdits(facts, file, [], renamed.removed), ...renamed.edits];
  const perhaps = placeWords(references.uncertain).map(
    (place) =>
      `\`.${target.oldName}\` in ${place} may be read from \`${target.settings.name}\`: change it in the same pull request`,
  );
  return {
    edits: [
      ...(declares === 'old' ? inFile(file, ordered(own)) : []),
      ...references.edits,
      ...keywordEdits(facts, target),
    ],
    byHand: [...perhaps, ...references.byHand],
  };
}

/** The values a dual read is written with. */
function dualRead(
  facts: MigrationFacts,
  target: PydanticTarget,
  choice: Pick<DualRead, 'id' | 'precedence' | 'log' | 'keepsOld'>,
): DualRead {
  const { alias } = target;
  return {
    ...choice,
    from: facts.from,
    to: facts.to ?? '',
    oldName: target.oldName,
    newName: target.newName,
    width: facts.lineLength,
    oldKeys: target.oldKeys,
    newKeys: target.newKeys,
    ...(alias ? { oldAlias: { keyword: alias.keyword, written: alias.written } } : {}),
    json: target.field.decoding !== 'none',
    emptyAccepted: target.reader.emptyAccepted === true,
    indent: target.settings.bodyIndent,
  };
}

interface References extends CodeChange {
  /** Reads of OLD that may be something else. */
  readonly uncertain: readonly AttributeRead[];
}

/** Reads of the attribute, and the decorators of the class that name the field. */
function referenceEdits(facts: MigrationFacts, target: PydanticTarget): References {
  if (target.alias) return { edits: [], byHand: [], uncertain: [] };
  const place: ClassPlace = { file: target.file, statement: target.settings };
  const reads = attributeReads(facts.project, place, target.oldName);
  const edits = reads
    .filter((read) => read.certain)
    .map((read) => ({ path: read.path, span: read.nameSpan, newText: target.newName }));
  const decorators = target.declares === 'old' ? decoratorEdits(target) : { edits: [], byHand: [] };
  return {
    edits: [...edits, ...inFile(target.file, decorators.edits)],
    byHand: [
      ...decorators.byHand,
      ...redeclared(facts, target).map(
        (it) => `\`${it.name}\` in \`${it.path}\` declares \`${target.oldName}\` again: rename it there too`,
      ),
      ...longLines(facts, target.oldName, edits),
    ],
    uncertain: reads.filter((read) => !read.certain),
  };
}

/** Subclasses that declare the field once more. */
export function redeclared(
  { project }: MigrationFacts,
  { file, settings, oldName }: Pick<PydanticTarget, 'file' | 'settings' | 'oldName'>,
): readonly { readonly name: string; readonly path: string }[] {
  const isSettings = (it: Ancestor) =>
    it.kind === 'class' &&
    it.info.file.file.path === file.file.path &&
    it.info.statement.nameSpan.start === settings.nameSpan.start;
  return project.mentioning([oldName]).flatMap((other) =>
    [...walkStatements(other.module.body)].flatMap((it) => {
      if (it.kind !== 'class' || !it.body.some((part) => declares(part, oldName))) return [];
      const [own, ...above] = lineageOf(project, { file: other, statement: it }).ancestors;
      if (!own || isSettings(own) || !above.some(isSettings)) return [];
      return [{ name: it.name, path: other.file.path }];
    }),
  );
}

function declares(statement: Statement, name: string): boolean {
  const isName = (it: Expression) => it.kind === 'name' && it.name === name;
  if (statement.kind === 'annotated') return isName(statement.target);
  return statement.kind === 'assign' && statement.targets.some(isName);
}

/** Lines that grow over what the project's formatter keeps to: it breaks them, not this. */
function longLines(facts: MigrationFacts, oldName: string, edits: readonly FileEdit[]): readonly string[] {
  return facts.project.mentioning([oldName]).flatMap(({ file }) => {
    const lines = lineIndex(file);
    const grown = new Map<number, number>();
    for (const it of edits.filter((edit) => edit.path === file.path)) {
      const { line } = lines.position(it.span.start);
      const more = it.newText.length - (it.span.end - it.span.start);
      grown.set(line, (grown.get(line) ?? 0) + more);
    }
    return [...grown].flatMap(([line, more]) => {
      const length = restOfLine(file.text, lines.lineStart(line)) + more;
      const wasOver = length - more > facts.lineLength;
      if (wasOver || length <= facts.lineLength) return [];
      return [`\`${file.path}:${line + 1}\` grows over ${facts.lineLength} columns: run the formatter`];
    });
  });
}

function placeWords(reads: readonly AttributeRead[]): readonly string[] {
  return [...new Set(reads.map((read) => `\`${read.path}\``))];
}

const FIELD_DECORATORS: ReadonlySet<string> = new Set(['field_validator', 'validator', 'field_serializer']);

function decoratorEdits(target: PydanticTarget): { edits: readonly Edit[]; byHand: readonly string[] } {
  const { settings, oldName, newName, file } = target;
  const edits: Edit[] = [];
  const handled = new Set<number>();
  for (const statement of settings.body) {
    if (statement.kind !== 'function') continue;
    for (const decorator of statement.decorators) {
      if (decorator.kind !== 'call') continue;
      const { callee } = decorator;
      const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
      if (!FIELD_DECORATORS.has(name)) continue;
      for (const { value } of decorator.args) {
        if (value.kind !== 'string' || value.value !== oldName || value.content === undefined) continue;
        edits.push({ span: value.content, newText: newName });
        handled.add(value.span.start);
      }
    }
  }
  const named = [...everyExpression(settings.body)].filter(
    ({ expression }) =>
      expression.kind === 'string' && expression.value === oldName && !handled.has(expression.span.start),
  );
  const byHand =
    named.length === 0 ? [] : [`\`"${oldName}"\` is named in \`${settings.name}\` (\`${file.file.path}\`)`];
  return { edits, byHand };
}

/** `Settings(db_pool=3)` becomes `Settings(db_pool_size=3)`. */
export function keywordEdits(facts: MigrationFacts, target: PydanticTarget): readonly FileEdit[] {
  const [oldKey = ''] = target.oldKeys;
  const [newKey = ''] = target.newKeys;
  const place: ClassPlace = { file: target.file, statement: target.settings };
  return constructorCalls(facts.project, place, oldKey).flatMap(({ file, call }) =>
    call.args.flatMap((argument) =>
      argument.name === oldKey && argument.nameSpan
        ? [{ path: file.file.path, span: argument.nameSpan, newText: newKey }]
        : [],
    ),
  );
}

/** Edits of a Python file with its path, their line breaks as the file has them. */
export function inFile(file: PythonFile, edits: readonly Edit[]): readonly FileEdit[] {
  const { path, text } = file.file;
  return edits.map((edit) => ({ path, span: edit.span, newText: withBreaks(edit.newText, text) }));
}

/** A trailing comment belongs to its declaration. */
function restOfLine(text: string, from: number): number {
  return /^[^\r\n]*/.exec(text.slice(from))?.[0].length ?? 0;
}

function ordered(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start);
}
