import { isTestPath } from '../../schema/test-path.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { containsOffset, type Span, span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { defaultArgument, fieldCall } from './declared-default.ts';
import { isGenerated, markedBlocks } from './end-of-migration.ts';
import { attributeReads, everyExpression } from './instances.ts';
import { moduleLogger } from './logger.ts';
import { appendToClass, marker } from './pydantic-dual-read.ts';
import { type CodeChange, inFile, redeclared } from './pydantic-rename.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { assignText, callText, comment, idName, pyString, wholeLines } from './python-text.ts';

const IMPORTS: readonly ImportNeed[] = [
  { module: 'typing', name: 'Any' },
  { module: 'typing', name: 'ClassVar' },
  { module: 'pydantic', name: 'Field' },
  { module: 'pydantic', name: 'model_validator' },
];

/** Nothing is written while it is held back: its test comes with it. */
type DeclaredChange = CodeChange & { readonly held?: true };

/** Code that ignores OLD but still declares it, so that a strict reader starts while the key is still set. */
export function declareOnly(facts: MigrationFacts, target: PydanticTarget, id: string): DeclaredChange {
  const { file, settings, declaration } = target;
  if (isGenerated(facts.project, target.field, id)) return { edits: [], byHand: readsByHand(facts, target) };
  const kept = keptDeclaration(facts, target);
  if (kept === undefined) return { edits: [], byHand: withoutDefault(facts, target, id), held: true };
  const log = moduleLogger(file, settings.span.start, id);
  const text = `${declaredText(facts, target, id, kept)}\n`;
  const own = [
    ...importEdits(facts, file, [...IMPORTS, ...log.needs], [lineOf(target)]),
    ...log.edits,
    { span: lineOf(target), newText: text },
    appendToClass(file.file.text, settings.bodySpan.end, warningText(facts, target, id, log.name)),
  ];
  // The edit of the declaration and the end of the body may meet when the field is the last statement.
  const last = settings.body.at(-1) === declaration;
  const edits = last
    ? [
        ...own.slice(0, -2),
        {
          span: lineOf(target),
          newText: `${text}\n${warningText(facts, target, id, log.name)}\n`,
        },
      ]
    : own;
  return { edits: inFile(file, edits), byHand: readsByHand(facts, target) };
}

/** Code without OLD. */
export function removeField(facts: MigrationFacts, target: PydanticTarget): CodeChange {
  const { file, settings } = target;
  const only = settings.body.length === 1;
  const removed: Span = lineOf(target);
  const edits: FileEdit[] = [
    ...inFile(file, [{ span: removed, newText: only ? `${settings.bodyIndent}pass\n` : '' }]),
    ...inFile(file, importEdits(facts, file, [], [removed])),
  ];
  return { edits, byHand: readsByHand(facts, target) };
}

function lineOf({ file, declaration }: PydanticTarget): Span {
  const lines = wholeLines(file.file, declaration.span);
  return span(lines.start, lines.end);
}

/** What stays of a declaration. */
interface Kept {
  readonly annotation: string;
  /** As an argument of `Field`. */
  readonly default: string;
  readonly says: string;
}

/**
 * Nothing where nothing reads the attribute; its type and its default while something does, so that no `None` comes
 * where code expects a value. Undefined where there is no default that could stay.
 */
function keptDeclaration(
  facts: MigrationFacts,
  { file, settings, declaration, field }: PydanticTarget,
): Kept | undefined {
  const place = { file, statement: settings };
  const reads = attributeReads(facts.project, place, field.name).filter((it) => !isTestPath(it.path));
  if (reads.length === 0)
    return {
      annotation: 'Any',
      default: 'default=None',
      says: '(nothing reads it; delete it with the validator in contract)',
    };
  if (declaration.value === undefined) return undefined;
  const written = textAt(file.file.text, declaration.value.span);
  const call = fieldCall(declaration);
  if (declaration.value.kind === 'call' && call === undefined) return undefined;
  const given = call && (defaultArgument(call) ?? call.args.find((it) => it.name === 'default_factory'));
  if (call && given === undefined) return undefined;
  const value = given ? textAt(file.file.text, given.value.span) : written;
  if (value === '...' || value.includes('#') || value.includes('\n')) return undefined;
  return {
    annotation: textAt(file.file.text, declaration.annotation.span),
    default: `${given?.name === 'default_factory' ? 'default_factory' : 'default'}=${value}`,
    says: '(its default, while code reads it; delete it with the validator in contract)',
  };
}

/** A field that code reads and that has no default that could take the place of what environments set. */
function withoutDefault(facts: MigrationFacts, target: PydanticTarget, id: string): readonly string[] {
  const name = `\`${target.field.name}\` of \`${target.settings.name}\``;
  return [
    `${name} stays as it is: code reads it, and it has no default that could stay; take the reads out, then run \`crossfade advance ${id} --resume\``,
    ...readsByHand(facts, target),
  ];
}

function declaredText(
  { lineLength }: MigrationFacts,
  target: PydanticTarget,
  id: string,
  kept: Kept,
): string {
  const { oldName, alias, settings } = target;
  const indent = settings.bodyIndent;
  const written = alias ? [`${alias.keyword}=${pyString(alias.written)}`] : [];
  const trailing = trailingComment(target);
  const args = [kept.default, ...written, 'repr=False', 'exclude=True'];
  const declared = callText(
    indent,
    `${oldName}: ${kept.annotation} = Field`,
    args,
    lineLength - countedWidth(trailing),
  );
  return [
    comment(indent, `${marker(id)} phase=expand`, lineLength),
    comment(indent, kept.says, lineLength),
    `${declared}${trailing}`,
    `${indent}_seen_${idName(id)}: ClassVar[set[str]] = set()`,
  ].join('\n');
}

/** What the team says of the field behind its declaration, with two blanks before it. */
function trailingComment({ file, declaration }: PydanticTarget): string {
  const { start, end } = span(declaration.span.end, wholeLines(file.file, declaration.span).end);
  const found = file.module.comments.find(
    (it) => !it.ownLine && it.span.start >= start && it.span.end <= end,
  );
  return found === undefined ? '' : `  ${found.text.trimEnd()}`;
}

/** What a formatter counts of it: not what tools are told (as `ruff format` 0.16.9 was seen to do). */
function countedWidth(trailing: string): number {
  const isPragma =
    /^ *# ?(?:[Nn][Oo][Qq][Aa]|type:|pyright:|pylint:|pyrefly:|ty:|flake8:|ruff:|isort:|nosec\b)/;
  return isPragma.test(trailing) ? 0 : trailing.length;
}

function warningText(facts: MigrationFacts, target: PydanticTarget, id: string, log: string): string {
  const indent = target.settings.bodyIndent;
  const inner = `${indent}    `;
  const name = idName(id);
  const key = pyString(target.oldKeys[0] ?? target.oldName);
  return [
    comment(indent, `${marker(id)} phase=expand`, facts.lineLength),
    `${indent}@model_validator(mode="before")`,
    `${indent}@classmethod`,
    `${indent}def _m_${name}(cls, data: Any) -> Any:`,
    `${inner}if not isinstance(data, dict) or ${key} not in data:`,
    `${inner}    return data`,
    assignText(inner, 'message', `${facts.from} no longer has any effect; remove it`, facts.lineLength),
    `${inner}seen = cls._seen_${name}`,
    `${inner}if message not in seen:`,
    `${inner}    seen.add(message)`,
    `${inner}    ${log}.warning(message)`,
    `${inner}return {k: v for k, v in data.items() if k != ${key}}`,
  ].join('\n');
}

function readsByHand(facts: MigrationFacts, target: PydanticTarget): readonly string[] {
  const place = { file: target.file, statement: target.settings };
  const reads = attributeReads(facts.project, place, target.field.name).map(
    (read) =>
      `\`.${target.field.name}\` is ${read.certain ? '' : 'perhaps '}read in \`${read.path}\`: take it out`,
  );
  const generated = markedBlocks(target.file);
  const named = [...everyExpression(target.settings.body)].some(
    ({ expression }) =>
      expression.kind === 'string' &&
      expression.value === target.field.name &&
      !generated.some((it) => containsOffset(it, expression.span.start)),
  );
  const inClass = named
    ? [`\`"${target.field.name}"\` is named in \`${target.settings.name}\` (\`${target.file.file.path}\`)`]
    : [];
  const again = redeclared(facts, target).map(
    (it) => `\`${it.name}\` in \`${it.path}\` declares \`${target.field.name}\` again: take it out there too`,
  );
  return [...new Set([...reads, ...inClass, ...again])];
}
