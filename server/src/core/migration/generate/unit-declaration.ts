import { type Expression, walkExpressions } from '../../python/tree.ts';
import { bareType } from '../../schema/bare-type.ts';
import type { Field } from '../../schema/schema.ts';
import type { Edit } from '../../text/edit.ts';
import { textAt } from '../../text/span.ts';
import { type Factor, scaled } from '../../values/units.ts';
import type { OldKey, RegroupTarget } from './regroup-target.ts';

/** The numbers of a declaration in the new unit, or why they cannot be written. */
export type UnitEdits =
  | { readonly ok: true; readonly edits: readonly Edit[] }
  | { readonly ok: false; readonly reason: string };

/**
 * The default and the bounds of a declaration in the new unit. A whole number that is divided becomes a `float`, so
 * that every value of before has a place.
 */
export function unitEdits({ file }: RegroupTarget, old: OldKey, factor: Factor): UnitEdits {
  const { declaration, field } = old;
  const base = field && numberType(field);
  if (declaration === undefined || field === undefined || base === undefined) {
    return refused(old, 'is not a number: convert it by hand');
  }
  const whole = base === 'int' && factor.by === 1n;
  const edits: Edit[] = [];
  for (const number of numbersOf(declaration.value, declaration.annotation)) {
    if (number === 'computed')
      return refused(old, 'has a default or a bound that is computed: convert it by hand');
    const text = scaled(textAt(file.file.text, number.span), factor);
    if (text === undefined || (whole && text.includes('.'))) {
      return refused(
        old,
        'has a default or a bound without an exact value in the new unit: convert it by hand',
      );
    }
    edits.push({ span: number.span, newText: text });
  }
  if (base === 'int' && !whole) edits.push(...asFloat(declaration.annotation));
  return { ok: true, edits };
}

function refused({ attribute }: OldKey, why: string): UnitEdits {
  return { ok: false, reason: `\`${attribute}\` ${why}` };
}

/** What number a field holds; undefined for what is none. */
export function numberType({ type }: Pick<Field, 'type'>): 'int' | 'float' | 'decimal' | undefined {
  const base = bareType(type);
  return base.kind === 'int' || base.kind === 'float' || base.kind === 'decimal' ? base.kind : undefined;
}

const IN_UNIT: ReadonlySet<string> = new Set(['default', 'ge', 'gt', 'le', 'lt', 'multiple_of']);

function* numbersOf(
  value: Expression | undefined,
  annotation: Expression,
): Generator<Expression | 'computed'> {
  const markers = [...walkExpressions(annotation)].filter((it) => it.kind === 'call');
  for (const call of [value, ...markers]) {
    if (call === undefined) continue;
    if (call.kind !== 'call') {
      yield* literal(call);
      continue;
    }
    const name = call.callee.kind === 'name' || call.callee.kind === 'attribute' ? call.callee.name : '';
    if (name !== 'Field') {
      yield 'computed';
      continue;
    }
    for (const [at, it] of call.args.entries()) {
      if (it.name === 'default_factory' || it.name === 'examples') yield 'computed';
      if (it.name === undefined ? at === 0 : IN_UNIT.has(it.name)) yield* literal(it.value);
    }
  }
}

/** A number that is written out; nothing for `None` and `...`. */
function* literal(expression: Expression): Generator<Expression | 'computed'> {
  if (expression.kind === 'none' || expression.kind === 'ellipsis') return;
  const number = expression.kind === 'unary' && expression.operator === '-' ? expression.operand : expression;
  yield number.kind === 'int' || number.kind === 'float' ? expression : 'computed';
}

function asFloat(annotation: Expression): readonly Edit[] {
  return [...walkExpressions(annotation)].flatMap((it) =>
    it.kind === 'name' && it.name === 'int' ? [{ span: it.span, newText: 'float' }] : [],
  );
}

/** True for `SecretStr`: code asks such a value for its text. */
export function isSecretType({ type }: Pick<Field, 'type'>): boolean {
  return bareType(type).kind === 'secret';
}

/** True for a field that takes the words of a bool. */
export function isBool({ type }: Pick<Field, 'type'>): boolean {
  return bareType(type).kind === 'bool';
}

/** Whether an empty text is a value of a field; undefined where that is not clear. */
export function takesEmpty({ type, undecided }: Field): boolean | undefined {
  const { kind } = bareType(type);
  if (undecided.length > 0) return undefined;
  if (kind === 'str' || kind === 'secret' || kind === 'any') return type.kind !== 'constrained';
  return kind === 'int' || kind === 'float' || kind === 'bool' || kind === 'decimal' ? false : undefined;
}
