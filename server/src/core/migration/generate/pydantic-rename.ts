import type { PythonFile } from '../../schema/reader.ts';
import { isTestPath } from '../../schema/test-path.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { attributeReads, type ClassPlace, constructorCalls, everyExpression } from './instances.ts';
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
import { callText, LINE_LENGTH, withBreaks } from './python-text.ts';

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
  const log = moduleLogger(file, settings.span.start);
  const dual = dualRead(facts, target, { id, precedence, log: log.name });
  const { text } = file.file;
  const needs = [...DUAL_READ_IMPORTS, ...(dual.json ? JSON_IMPORTS : []), ...log.needs];
  const after = declaration.span.end + restOfLine(text, declaration.span.end);
  const own: Edit[] = [
    ...importEdits(facts.project, file, needs),
    ...log.edits,
    ...declarationEdits(target, facts),
    { span: span(after, after), newText: `\n${oldFieldText(dual)}` },
    appendToClass(settings.bodySpan.end, validatorText(dual)),
  ];
  const references = referenceEdits(facts, target);
  return {
    edits: [...inFile(file, ordered(own)), ...references.edits],
    byHand: references.byHand,
  };
}

/** Code that reads NEW only: the field, or its alias, gets the new name, and so do reads and keyword arguments. */
export function plainRename(facts: MigrationFacts, target: PydanticTarget): CodeChange {
  const references = referenceEdits(facts, target);
  return {
    edits: [
      ...inFile(target.file, declarationEdits(target, facts)),
      ...references.edits,
      ...keywordEdits(facts, target),
    ],
    byHand: references.byHand,
  };
}

/** The values a dual read is written with. */
export function dualRead(
  facts: MigrationFacts,
  target: PydanticTarget,
  choice: { readonly id: string; readonly precedence: DualRead['precedence']; readonly log: string },
): DualRead {
  const { alias } = target;
  return {
    ...choice,
    from: facts.from,
    to: facts.to ?? '',
    oldName: target.oldName,
    oldKeys: target.oldKeys,
    newKeys: target.newKeys,
    ...(alias ? { oldAlias: { keyword: alias.keyword, written: alias.written } } : {}),
    json: target.field.decoding !== 'none',
    emptyAccepted: target.reader.emptyAccepted === true,
    indent: target.settings.bodyIndent,
  };
}

/** The declaration under its new name; a `Field(…)` that grows too long is laid out anew. */
function declarationEdits(target: PydanticTarget, facts: MigrationFacts): readonly Edit[] {
  const { declaration, file, alias, settings } = target;
  const { text } = file.file;
  if (alias) {
    return [{ span: alias.content, newText: target.newKeys[0] ?? facts.to ?? '' }];
  }
  const name = declaration.target.span;
  const rename: Edit = { span: name, newText: target.newName };
  const source = textAt(text, declaration.span);
  const line = settings.bodyIndent + target.newName + source.slice(name.end - declaration.span.start);
  const { value } = declaration;
  const tooLong =
    line.length + restOfLine(text, declaration.span.end) > LINE_LENGTH && !source.includes('\n');
  if (!tooLong || value?.kind !== 'call' || source.includes('#')) return [rename];
  const prefix = `${target.newName}${textAt(text, span(name.end, value.callee.span.end))}`;
  const args = value.args.map((it) => textAt(text, it.span));
  const laidOut = callText(settings.bodyIndent, prefix, args).slice(settings.bodyIndent.length);
  return [{ span: declaration.span, newText: withBreaks(laidOut, text) }];
}

/** Reads of the attribute, and the decorators of the class that name the field. */
function referenceEdits(facts: MigrationFacts, target: PydanticTarget): CodeChange {
  if (target.alias) return { edits: [], byHand: [] };
  const place: ClassPlace = { file: target.file, statement: target.settings };
  const reads = attributeReads(facts.project, place, target.oldName);
  const certain = reads
    .filter((read) => read.certain)
    .map((read) => ({ path: read.path, span: read.nameSpan, newText: target.newName }));
  const perhaps = reads
    .filter((read) => !read.certain)
    .map((read) => `\`.${target.oldName}\` in \`${read.path}\` may be read from \`${target.settings.name}\``);
  const decorators = decoratorEdits(target);
  return {
    edits: [...certain, ...inFile(target.file, decorators.edits)],
    byHand: [...new Set([...perhaps, ...decorators.byHand])],
  };
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
  return constructorCalls(facts.project, place).flatMap(({ file, call }) =>
    call.args.flatMap((argument) =>
      argument.name === oldKey && argument.nameSpan
        ? [{ path: file.file.path, span: argument.nameSpan, newText: newKey }]
        : [],
    ),
  );
}

/** Tests that set OLD in the process environment set NEW instead. */
export function testKeyEdits(facts: MigrationFacts): readonly FileEdit[] {
  const to = facts.to;
  if (to === undefined) return [];
  return facts.project
    .mentioning([facts.from])
    .flatMap((file) =>
      !isTestPath(file.file.path) || file.file.text.includes('settings-migration:')
        ? []
        : [...everyExpression(file.module.body)].flatMap(({ expression }) =>
            expression.kind === 'string' && expression.value === facts.from && expression.content
              ? [{ path: file.file.path, span: expression.content, newText: to }]
              : [],
          ),
    );
}

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
