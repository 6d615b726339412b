import { type ClassStatement, type Expression, type Statement, walkStatements } from '../../python/tree.ts';
import { bareType } from '../../schema/bare-type.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Field } from '../../schema/schema.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';

/** The declaration of OLD in a settings class, and the names that the migration gives. */
export interface PydanticTarget {
  readonly reader: ReaderFacts;
  /** What the class declares: OLD alone, both while both are read, or NEW alone. */
  readonly declares: 'old' | 'both' | 'new';
  readonly file: PythonFile;
  readonly settings: ClassStatement;
  /** Of OLD, where it is declared, else of NEW. */
  readonly declaration: Statement & { readonly kind: 'annotated' };
  readonly field: Field;
  /** Attribute names; equal where an alias holds the key and the attribute stays. */
  readonly oldName: string;
  readonly newName: string;
  /** The alias that holds the key, with the span of its text between the quotes. */
  readonly alias?: { readonly keyword: string; readonly written: string; readonly content: Span };
  /** Keys under which values reach a before-validator. */
  readonly oldKeys: readonly string[];
  readonly newKeys: readonly string[];
}

export type Targeted =
  | { readonly ok: true; readonly target: PydanticTarget }
  /** What cannot be written by a machine, in words; none where there is nothing to write. */
  | { readonly ok: false; readonly reason?: string };

/** Finds the declaration of the reader's OLD field, and names the new one. */
export function pydanticTarget(facts: MigrationFacts, reader: ReaderFacts): Targeted {
  const field = reader.old ?? (facts.kind === 'rename' ? reader.new : undefined);
  if (field === undefined) return { ok: false };
  const file = facts.project
    .mentioning([field.name])
    .find((it) => it.file.path === field.declaration.path && !it.stale);
  const found = file && declarationIn(file, field);
  if (file === undefined || found === undefined) {
    return { ok: false, reason: `the declaration of \`${field.name}\` is not found in code that parses` };
  }
  const { settings, declaration } = found;
  const lines = lineIndex(file.file);
  if (lines.position(settings.nameSpan.start).line === lines.position(settings.bodySpan.start).line) {
    return { ok: false, reason: `\`${settings.name}\` is written on one line` };
  }
  if (reader.schema.loading.nestedDelimiter !== undefined && isNested(field)) {
    return {
      ok: false,
      reason: `\`${field.name}\` is also set by keys below it, with \`env_nested_delimiter\``,
    };
  }
  const alias = aliasOf(declaration.value);
  if (alias === 'other') {
    return { ok: false, reason: `the aliases of \`${field.name}\` are not one plain text` };
  }
  const declares = reader.old === undefined ? 'new' : reader.new === undefined ? 'old' : 'both';
  const base: Base = { reader, declares, file, settings, declaration, field };
  return alias === undefined ? plainTarget(facts, base) : aliasTarget(facts, { ...base, alias });
}

type Base = Pick<PydanticTarget, 'reader' | 'declares' | 'file' | 'settings' | 'declaration' | 'field'>;

function plainTarget(facts: MigrationFacts, base: Base): Targeted {
  const oldName = base.field.name;
  if (facts.to === undefined) {
    return { ok: true, target: { ...base, oldName, newName: oldName, oldKeys: [oldName], newKeys: [] } };
  }
  if (base.reader.new && base.declares === 'new') return renamedTarget(facts, base, base.reader.new.name);
  const named = fieldNameFor(facts.to, base.reader, oldName);
  if (!named.ok) return named;
  const newName = base.reader.new?.name ?? named.name;
  return { ok: true, target: { ...base, oldName, newName, oldKeys: [oldName], newKeys: [newName] } };
}

/** The class as it is once NEW alone is declared: the name that OLD had follows from its key. */
function renamedTarget(facts: MigrationFacts, base: Base, newName: string): Targeted {
  const named = fieldNameFor(facts.from, base.reader, newName);
  if (!named.ok) return { ok: false };
  const oldName = named.name;
  return { ok: true, target: { ...base, oldName, newName, oldKeys: [oldName], newKeys: [newName] } };
}

function aliasTarget(
  facts: MigrationFacts,
  base: Base & { readonly alias: NonNullable<PydanticTarget['alias']> },
): Targeted {
  const { field, alias, reader } = base;
  if (base.declares === 'new') {
    const oldKeys = [inStyleOf(facts.from, alias.written)];
    const newKeys = [alias.written];
    return { ok: true, target: { ...base, oldName: field.name, newName: field.name, oldKeys, newKeys } };
  }
  if (reader.new !== undefined) {
    // The dual read is there: OLD is the generated field.
    const newKeys = reader.new.inputs.map((it) => it.key);
    const names = { oldName: field.name, newName: reader.new.name, oldKeys: [alias.written], newKeys };
    return { ok: true, target: { ...base, ...names } };
  }
  const byName = reader.schema.loading.populateByName === true ? [field.name] : [];
  const newAlias = facts.to === undefined ? '' : inStyleOf(facts.to, alias.written);
  return {
    ok: true,
    target: {
      ...base,
      oldName: facts.to === undefined ? field.name : `${field.name}_deprecated`,
      newName: field.name,
      oldKeys: [alias.written],
      newKeys: facts.to === undefined ? [] : [newAlias, ...byName],
    },
  };
}

/** The attribute that a key sets: without the class's prefix, in the style of the old attribute. */
export function fieldNameFor(
  key: string,
  reader: ReaderFacts,
  oldName: string,
): { readonly ok: true; readonly name: string } | { readonly ok: false; readonly reason: string } {
  const { envPrefix, caseSensitive } = reader.schema.loading;
  const starts = caseSensitive
    ? key.startsWith(envPrefix)
    : key.toLowerCase().startsWith(envPrefix.toLowerCase());
  if (!starts) {
    return { ok: false, reason: `\`${key}\` does not begin with \`env_prefix\` \`${envPrefix}\`` };
  }
  const rest = key.slice(envPrefix.length);
  const name = caseSensitive ? rest : inStyleOf(rest, oldName);
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || PYTHON_KEYWORDS.has(name)) {
    return { ok: false, reason: `\`${name}\` is not a name that a field can have` };
  }
  if (name.startsWith('model_')) {
    return { ok: false, reason: `\`${name}\` begins with \`model_\`, which pydantic keeps for itself` };
  }
  return { ok: true, name };
}

/** Upper case where the sample is, else lower case. */
function inStyleOf(text: string, sample: string): string {
  return sample === sample.toUpperCase() ? text.toUpperCase() : text.toLowerCase();
}

/** Reserved words of Python 3, in lower case as fields are written. */
const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

/** The class body that declares a field, and the declaration; undefined where it is not written so. */
export function declarationIn(
  file: PythonFile,
  field: Field,
): Pick<PydanticTarget, 'settings' | 'declaration'> | undefined {
  const at = field.place.span.start;
  for (const statement of walkStatements(file.module.body)) {
    if (statement.kind !== 'class' || at < statement.span.start || at >= statement.span.end) continue;
    for (const declaration of statement.body) {
      if (declaration.kind !== 'annotated' || declaration.target.kind !== 'name') continue;
      if (
        declaration.target.name === field.name &&
        declaration.span.start <= at &&
        at < declaration.span.end
      ) {
        return { settings: statement, declaration };
      }
    }
  }
  return undefined;
}

/** Why a declaration cannot be changed by a machine, in words; undefined where it can. */
export function whyNotWritten(
  file: PythonFile,
  reader: ReaderFacts,
  field: Field,
  settings: ClassStatement,
  place: Pick<PydanticTarget, 'settings' | 'declaration'> | undefined,
): string | undefined {
  if (place === undefined || place.settings !== settings) {
    return `\`${field.name}\` is not declared in the body of \`${settings.name}\` in code that parses`;
  }
  const lines = lineIndex(file.file);
  if (lines.position(settings.nameSpan.start).line === lines.position(settings.bodySpan.start).line) {
    return `\`${settings.name}\` is written on one line`;
  }
  if (reader.schema.loading.nestedDelimiter !== undefined && isNested(field)) {
    return `\`${field.name}\` is also set by keys below it, with \`env_nested_delimiter\``;
  }
  return aliasOf(place.declaration.value) === undefined
    ? undefined
    : `\`${field.name}\` has an alias: declare what takes its place by hand`;
}

/** The one plain alias of a `Field(…)` call; `other` for choices, paths and what is computed. */
function aliasOf(value: Expression | undefined): PydanticTarget['alias'] | 'other' | undefined {
  if (value?.kind !== 'call') return undefined;
  const aliases = value.args.filter((it) => it.name === 'validation_alias' || it.name === 'alias');
  const used = aliases.find((it) => it.name === 'validation_alias') ?? aliases[0];
  if (used === undefined) return undefined;
  if (used.value.kind !== 'string' || used.value.content === undefined || aliases.length > 1) return 'other';
  return { keyword: used.name ?? 'alias', written: used.value.value, content: used.value.content };
}

function isNested({ type }: Field): boolean {
  const { kind } = bareType(type);
  return kind === 'model' || kind === 'dict' || kind === 'union';
}
