import { children, type Expression, type FunctionStatement, type Statement } from '../../python/tree.ts';
import { memo } from '../../text/memo.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile } from '../reader.ts';
import type { VariableRead } from './variable-read.ts';

type Text = Expression & { readonly kind: 'string' };

/**
 * A function that a split, a merge or a change of unit wrote into a module: `_legacy_timeout()` gives a dict of what the
 * old keys would say, made of the new ones.
 */
export interface LegacyFunction {
  readonly statement: FunctionStatement;
  /** The keys that it asks for: the old ones too while both are read. */
  readonly keys: readonly Text[];
  /** The old keys are asked for as well, so that no key has to be there. */
  readonly dual: boolean;
  /** It makes a number of the text. */
  readonly number: boolean;
}

/** A read of what such a function gives: `_legacy_timeout()["TIMEOUT"]`, `.get(…)`, `"TIMEOUT" in …`. */
export interface LegacyUse {
  readonly made: LegacyFunction;
  readonly form: VariableRead['form'];
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
  const number = /\bnumber = Decimal\(str\(new\[/.test(file.file.text.slice(span.start, span.end));
  return { statement, keys: [...old, ...next], dual: old.length > 0, number };
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
    return made && { made, form };
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

/** The reads that a use stands for: one of each key. An empty text counts as none. */
export function legacyReads(
  file: PythonFile,
  { made, form }: LegacyUse,
  site: Pick<VariableRead, 'certain' | 'statement'>,
): readonly VariableRead[] {
  const required = form === 'index' && !made.dual;
  const inner: FieldType = { kind: made.number ? 'float' : 'str' };
  const type: FieldType = required
    ? made.number
      ? inner
      : { kind: 'constrained', inner, constraints: { minLength: 1 } }
    : { kind: 'or-empty', inner, empty: { kind: 'none' } };
  return made.keys.map((key) => ({
    name: key.value,
    form: required ? 'index' : form === 'in' ? 'in' : 'get',
    // What the code does without the key is said of the old one.
    ...(required ? {} : { default: { value: { kind: 'other', span: key.span, children: [] }, file } }),
    cast: { type },
    certain: site.certain && !made.dual,
    place: { path: file.file.path, span: key.span },
    statement: site.statement,
  }));
}
