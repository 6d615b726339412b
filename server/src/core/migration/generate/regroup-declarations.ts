import { type Expression, walkExpressions } from '../../python/tree.ts';
import type { Edit } from '../../text/edit.ts';
import { type Span, span, textAt } from '../../text/span.ts';
import { ticked } from '../../text/ticked.ts';
import { conversionNamed } from '../conversion.ts';
import { addressPart } from '../conversions/address.ts';
import { factorNamed } from '../conversions/scale.ts';
import type { MigrationFacts } from '../facts.ts';
import { renamedDeclaration } from './field-declaration.ts';
import type { PydanticTarget } from './pydantic-target.ts';
import type { ImportNeed } from './python-imports.ts';
import { callText, pyString, wholeLines } from './python-text.ts';
import type { OldKey, RegroupTarget } from './regroup-target.ts';
import { type UnitComments, unitComments, unitWords } from './unit-comments.ts';
import { isSecretType, unitEdits } from './unit-declaration.ts';
import { inNewUnit } from './unit-words.ts';

/** The new declarations in place of the old ones. */
export type NewDeclarations =
  | {
      readonly ok: true;
      readonly edits: readonly Edit[];
      readonly removed: readonly Span[];
      readonly needs: readonly ImportNeed[];
      /** Offset behind the first new declaration, where its line ends. */
      readonly after: number;
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** Declares the new keys where the first old one was declared, with defaults and bounds converted. */
export function newDeclarations(facts: MigrationFacts, target: RegroupTarget): NewDeclarations {
  const factor = factorNamed(facts.convert);
  const [old] = target.olds;
  if (factor === undefined || old === undefined) return addressDeclarations(facts, target);
  const numbers = unitEdits(target, old, factor);
  const asTarget = renameTarget(target, old);
  if (!numbers.ok) return numbers;
  if (asTarget === undefined) return { ok: false, reason: `\`${old.attribute}\` is not declared` };
  const { file, declaration } = asTarget;
  const said = documentation(file, declaration, facts.convert);
  const { removed, ...renamed } = renamedDeclaration(facts, asTarget, [...numbers.edits, ...said.edits]);
  const { start, end } = declaration.span;
  const beside = unitComments(file.file.text, facts.convert, { start, behind: end, end });
  return {
    ok: true,
    removed,
    edits: [...renamed.edits, ...beside.edits],
    needs: [],
    after: lineEnd(target, end),
    notes: unitWords(file.file, [...said.unsure, ...beside.unsure], facts.to ?? ''),
  };
}

/** Texts in a declaration that are written for people, in the new unit. */
function documentation(
  { file: { text } }: RegroupTarget['file'],
  { value, annotation }: PydanticTarget['declaration'],
  convert: string,
): UnitComments {
  const edits: Edit[] = [];
  const unsure: number[] = [];
  for (const call of [value, annotation].flatMap((it) => (it ? [...walkExpressions(it)] : []))) {
    for (const it of call.kind === 'call' ? call.args : []) {
      const said = it.value.kind === 'string' && SAYS.has(it.name ?? '') ? it.value.content : undefined;
      const next = said && inNewUnit(textAt(text, said), convert);
      if (said === undefined || next === undefined) continue;
      if (next === 'unsure') unsure.push(said.start);
      else edits.push({ span: said, newText: next });
    }
  }
  return { edits, unsure };
}

const SAYS: ReadonlySet<string> = new Set(['description', 'title']);

/** The class as the rename of one field takes it. */
function renameTarget(target: RegroupTarget, old: OldKey): PydanticTarget | undefined {
  const { reader, file, settings, news } = target;
  const { field, declaration, attribute } = old;
  const newName = news[0]?.attribute;
  if (field === undefined || declaration === undefined || newName === undefined) return undefined;
  const keys = { oldKeys: [attribute], newKeys: [newName] };
  return {
    reader,
    declares: 'old',
    file,
    settings,
    declaration,
    field,
    oldName: attribute,
    newName,
    ...keys,
  };
}

function lineEnd({ file }: RegroupTarget, at: number): number {
  return at + (/^[^\r\n]*/.exec(file.file.text.slice(at))?.[0].length ?? 0);
}

/** Address parts and whole addresses are declared anew: text, a number for a port, a bool for TLS. */
function addressDeclarations(facts: MigrationFacts, target: RegroupTarget): NewDeclarations {
  const defaults = defaultTexts(facts, target);
  if (!defaults.ok) return defaults;
  const { file, settings, olds, news } = target;
  const secret = olds.some((old) => old.field !== undefined && isSecretType(old.field));
  const lines = news.map((it) => {
    const type = partType(facts, it.key, secret);
    const value = defaults.texts?.get(it.key);
    const head = `${it.attribute}: ${type}`;
    if (value === undefined) return `${settings.bodyIndent}${head}`;
    if (type !== 'SecretStr')
      return `${settings.bodyIndent}${head} = ${type === 'str' ? pyString(value) : pythonLiteral(type, value)}`;
    return callText(settings.bodyIndent, `${head} = SecretStr`, [pyString(value)], facts.lineLength);
  });
  const needs = lines.some((it) => it.includes('SecretStr'))
    ? [{ module: 'pydantic', name: 'SecretStr' }]
    : [];
  const spans = olds.flatMap((old) => (old.declaration ? [old.declaration.span] : []));
  const [first, ...others] = spans;
  if (first === undefined) return { ok: false, reason: `\`${settings.name}\` declares no old key` };
  const gone = others.map((it) => wholeLines(file.file, it));
  const text = lines.join('\n').slice(settings.bodyIndent.length);
  return {
    ok: true,
    edits: [{ span: first, newText: text }, ...gone.map((it) => ({ span: it, newText: '' }))],
    removed: [first, ...gone],
    needs,
    after: lineEnd(target, first.end),
    notes: documented(target),
  };
}

/** The type of a part: secrets stay secret, wherever the password went. */
function partType(facts: MigrationFacts, key: string, secret: boolean): string {
  const part = facts.toKeys.length > 1 ? addressPart(key) : undefined;
  if (part === 'port') return 'int';
  if (part === 'tls') return 'bool';
  return secret && (part === undefined || part === 'password') ? 'SecretStr' : 'str';
}

function pythonLiteral(type: string, text: string): string {
  return type === 'bool' ? (text === 'true' ? 'True' : 'False') : text;
}

type Defaults =
  | { readonly ok: true; readonly texts?: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: string };

/** The new defaults, where every old key has one that is written out; none where none has. */
function defaultTexts(facts: MigrationFacts, { olds, settings }: RegroupTarget): Defaults {
  const refuse = (reason: string): Defaults => ({ ok: false, reason });
  const texts = new Map<string, string>();
  for (const old of olds) {
    const { field, declaration } = old;
    if (field === undefined || declaration === undefined || !isText(old)) {
      return refuse(
        `\`${old.attribute}\` is neither a text nor a number: declare what takes its place by hand`,
      );
    }
    const written = defaultOf(declaration.value);
    if (written === 'computed') {
      return refuse(
        `\`${old.attribute}\` has a default or a bound that is not written out: change it by hand`,
      );
    }
    if (written !== undefined) texts.set(old.key, written);
  }
  if (texts.size === 0) return { ok: true };
  const { fromKeys: from, toKeys: to, answers } = facts;
  const converted =
    texts.size < olds.length
      ? undefined
      : conversionNamed(facts.convert, { from, to, answers })?.toNew(texts);
  return converted === undefined
    ? refuse(
        `the defaults of ${ticked(olds.map((it) => it.attribute))} in \`${settings.name}\` say more than ${ticked(to)} can hold (a path, a user or a query of a URL, for example): declare what takes their place by hand`,
      )
    : { ok: true, texts: converted };
}

function isText({ field }: OldKey): boolean {
  const kind = field?.type.kind;
  return kind === 'str' || kind === 'secret' || kind === 'int' || kind === 'bool';
}

/** The text of a default that is written out; undefined for none. */
function defaultOf(value: Expression | undefined): string | 'computed' | undefined {
  if (value === undefined || value.kind === 'ellipsis') return undefined;
  if (value.kind === 'string' || value.kind === 'int') return String(value.value);
  if (value.kind === 'bool') return String(value.value);
  if (value.kind !== 'call') return 'computed';
  const name = value.callee.kind === 'name' || value.callee.kind === 'attribute' ? value.callee.name : '';
  if (name === 'SecretStr' && value.args.length === 1) return defaultOf(value.args[0]?.value);
  if (name !== 'Field') return 'computed';
  const own = value.args.filter(
    (it, at) => !DOCUMENTS.has(it.name ?? '') && !(it.name === undefined && at === 0),
  );
  if (own.some((it) => it.name !== 'default')) return 'computed';
  return defaultOf(
    value.args.find((it, at) => it.name === 'default' || (it.name === undefined && at === 0))?.value,
  );
}

/** Arguments of `Field` that say nothing about values. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'description',
  'title',
  'examples',
  'deprecated',
  'json_schema_extra',
  'repr',
]);

function documented({ olds }: RegroupTarget): readonly string[] {
  return olds.flatMap(({ declaration, attribute }) =>
    declaration?.value?.kind === 'call' && declaration.value.args.some((it) => DOCUMENTS.has(it.name ?? ''))
      ? [`what \`Field\` says about \`${attribute}\` is not carried over: describe the new fields`]
      : [],
  );
}

/** The insertion point behind an offset. */
export function insertion(at: number, newText: string): Edit {
  return { span: span(at, at), newText };
}
