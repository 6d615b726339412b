import { children, type Expression, type FunctionStatement, type Statement } from '../../python/tree.ts';
import { float, int } from '../../syntax/data.ts';
import { memo } from '../../text/memo.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { Site } from '../sites.ts';
import { castAround } from './environ-cast.ts';
import type { VariableRead } from './variable-read.ts';

type Text = Expression & { readonly kind: 'string' };

/**
 * A function that a split, a merge or a change of unit wrote into a module: `_legacy_timeout()` gives a dict of what the
 * old keys would say, made of the new ones.
 */
export interface LegacyFunction {
  readonly statement: FunctionStatement;
  /** The old keys, while both are read: no key has to be there then. */
  readonly old: readonly Text[];
  readonly new: readonly Text[];
  /** Set where it makes a number of the text of the new key. */
  readonly number?: LegacyNumber;
}

interface LegacyNumber {
  /** What the number of the new key is divided by; absent where that is not seen. */
  readonly divisor?: number;
}

/** A read of what such a function gives: `_legacy_timeout()["TIMEOUT"]`, `.get(…)`, `"TIMEOUT" in …`. */
export interface LegacyUse {
  readonly made: LegacyFunction;
  readonly form: VariableRead['form'];
  readonly expression: Expression;
}

const NONE: readonly LegacyFunction[] = [];

/** The functions of this kind in a module, by their shape. */
const legacyFunctions = memo((file: PythonFile): readonly LegacyFunction[] =>
  file.file.text.includes('def _legacy_')
    ? file.module.body.flatMap((it) => (it.kind === 'function' ? (legacyFunction(file, it) ?? []) : []))
    : NONE,
);

function legacyFunction(file: PythonFile, statement: FunctionStatement): LegacyFunction | undefined {
  const { name, parameters, body, span } = statement;
  if (!/^_legacy_\w+$/.test(name) || parameters.length > 0) return undefined;
  const old = keysIn(body, 'old');
  const next = keysIn(body, 'new');
  if (next.length === 0) return undefined;
  const number = numberOf(file.file.text.slice(span.start, span.end));
  return { statement, old, new: next, ...(number ? { number } : {}) };
}

/** `number = Decimal(str(new["TIMEOUT_MS"])) / 1000`. */
function numberOf(text: string): LegacyNumber | undefined {
  const [, steps] = /\bnumber = Decimal\(str\(new\[(.*)/.exec(text) ?? [];
  if (steps === undefined) return undefined;
  const exact = /\]\)\)(?: \* (\d+))?(?: \/ (\d+))?\s*$/.exec(steps);
  if (exact === null) return {};
  const [, times = '1', by = '1'] = exact;
  return { divisor: Number(by) / Number(times) };
}

/** The texts of `new = {k: … for k in [TEXTS] if …}`, or of the list `new_keys` above it. */
function keysIn(body: readonly Statement[], name: string): readonly Text[] {
  const assigned = (target: string) =>
    body.find(
      (it) => it.kind === 'assign' && it.targets.some((own) => own.kind === 'name' && own.name === target),
    );
  const made = assigned(name);
  const listed = assigned(`${name}_keys`) ?? made;
  if (made?.kind !== 'assign' || made.value.kind !== 'other' || listed?.kind !== 'assign') return [];
  const list = [listed.value, ...children(listed.value)].find((it) => it.kind === 'list');
  const items = list?.kind === 'list' ? list.items : [];
  return items.every((it) => it.kind === 'string') ? items : [];
}

/** What an expression reads of such a function; undefined for every other expression. */
export function legacyUse(file: PythonFile, expression: Expression): LegacyUse | undefined {
  const functions = legacyFunctions(file);
  if (functions.length === 0) return undefined;
  const named = (it: Expression | undefined) =>
    it?.kind === 'call' && it.callee.kind === 'name' && it.args.length === 0
      ? functions.find((own) => own.statement.name === (it.callee as { readonly name: string }).name)
      : undefined;
  const use = (it: Expression | undefined, form: LegacyUse['form']) => {
    const made = named(it);
    return made && { made, form, expression };
  };
  switch (expression.kind) {
    case 'subscript':
      return use(expression.object, 'index');
    case 'call':
      return expression.callee.kind === 'attribute' && expression.callee.name === 'get'
        ? use(expression.callee.object, 'get')
        : undefined;
    case 'compare':
      return use(expression.operands[1], 'in');
    default:
      return undefined;
  }
}

/** True inside of such a function: what it asks for is read where it is called. */
export function isLegacyFunction(file: PythonFile, inside: FunctionStatement | undefined): boolean {
  return inside !== undefined && legacyFunctions(file).some((it) => it.statement === inside);
}

/**
 * The reads that a use stands for: one of each key. An empty text counts as none. Where code makes an integer of the
 * number, a new text is valid only if a whole number of the old unit comes of it: `int("1.5")` raises.
 */
export function legacyReads(
  project: PythonProject,
  file: PythonFile,
  { made, form, expression }: LegacyUse,
  site: Site,
): readonly VariableRead[] {
  const dual = made.old.length > 0;
  const required = form === 'index' && !dual;
  const whole =
    made.number && form !== 'in' && castAround(project, file, expression, site.outer).type.kind === 'int';
  const read = (key: Text, type: FieldType): VariableRead => ({
    name: key.value,
    form: required ? 'index' : form === 'in' ? 'in' : 'get',
    // What the code does without the key is said of the old one.
    ...(required ? {} : { default: { value: { kind: 'other', span: key.span, children: [] }, file } }),
    cast: { type: textOrNone(type, required) },
    certain: site.certain && !dual,
    place: { path: file.file.path, span: key.span },
    statement: site.statement,
  });
  const plain: FieldType = { kind: made.number ? 'float' : 'str' };
  return [
    ...made.old.map((key) => read(key, whole ? { kind: 'int' } : plain)),
    ...made.new.map((key) => read(key, whole ? wholeOf(made.number?.divisor) : plain)),
  ];
}

function wholeOf(divisor: number | undefined): FieldType {
  const inner: FieldType = { kind: 'float' };
  if (divisor === undefined) return inner;
  const multipleOf = Number.isInteger(divisor) ? int(BigInt(divisor)) : float(divisor);
  return { kind: 'constrained', inner, constraints: { multipleOf } };
}

function textOrNone(type: FieldType, required: boolean): FieldType {
  if (!required) return { kind: 'or-empty', inner: type, empty: { kind: 'none' } };
  return type.kind === 'str' ? { kind: 'constrained', inner: type, constraints: { minLength: 1 } } : type;
}
