import { bool, type Data, float, int, str } from '../syntax/data.ts';
import { numeric, truth } from './fold-compare.ts';
import { floatOf, hashable, integerOf, pythonText } from './fold-text.ts';
import { foldTimedelta } from './fold-timedelta.ts';
import type { Expression } from './tree.ts';

type Call = Expression & { readonly kind: 'call' };
type Fold = (expression: Expression) => Data | undefined;
type Scope = (name: string, from: Expression) => Expression | undefined;

/** Calls of constants that Python evaluates without side effects: `int("3")`, `"a,b".split(",")`, `timedelta(…)`. */
export function foldCall(call: Call, fold: Fold, scope: Scope): Data | undefined {
  const { callee } = call;
  if (lastName(callee) === 'timedelta') return foldTimedelta(call.args, fold);
  if (call.args.some((it) => it.stars > 0)) return undefined;
  if (callee.kind === 'name') {
    return scope(callee.name, callee) === undefined ? builtin(callee.name, call, fold) : undefined;
  }
  if (callee.kind !== 'attribute') return undefined;
  const object = fold(callee.object);
  if (object?.kind !== 'str') return undefined;
  const args = folded(call, fold);
  return args && method(object.value, callee.name, args);
}

function lastName(callee: Expression): string | undefined {
  return callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : undefined;
}

/** The positional arguments' values; undefined when one is not constant or a keyword is there. */
function folded(call: Call, fold: Fold): readonly Data[] | undefined {
  const values: Data[] = [];
  for (const it of call.args) {
    const value = it.name === undefined ? fold(it.value) : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function builtin(name: string, call: Call, fold: Fold): Data | undefined {
  const args = folded(call, fold);
  if (args === undefined || args.length > 1) return undefined;
  const value = args[0];
  switch (name) {
    case 'str':
      return text(value ? pythonText(value) : '');
    case 'int':
      return value ? toInt(value) : int(0);
    case 'float':
      return value ? toFloat(value) : float(0);
    case 'bool': {
      const known = value ? truth(value) : false;
      return known === undefined ? undefined : bool(known);
    }
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return collection(name === 'frozenset' ? 'set' : name, value);
    case 'dict':
      return value ? (value.kind === 'dict' ? value : undefined) : { kind: 'dict', entries: [] };
    default:
      return undefined;
  }
}

function text(value: string | undefined): Data | undefined {
  return value === undefined ? undefined : str(value);
}

function toInt(value: Data): Data | undefined {
  if (value.kind === 'str') {
    const parsed = integerOf(value.value);
    return parsed === undefined ? undefined : int(parsed);
  }
  const number = numeric(value);
  if (typeof number === 'number')
    return Number.isFinite(number) ? int(BigInt(Math.trunc(number))) : undefined;
  return number === undefined ? undefined : int(number);
}

function toFloat(value: Data): Data | undefined {
  const number = value.kind === 'str' ? floatOf(value.value) : numeric(value);
  return number === undefined ? undefined : float(Number(number));
}

function collection(kind: 'list' | 'tuple' | 'set', value: Data | undefined): Data | undefined {
  if (value === undefined) return { kind, items: [] };
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  if (kind !== 'set') return { kind, items: value.items };
  return value.items.every(hashable) && value.items.length < 2 ? { kind, items: value.items } : undefined;
}

function method(object: string, name: string, args: readonly Data[]): Data | undefined {
  const [first] = args;
  if (args.length === 0) return plainMethod(object, name);
  if (name === 'format') return formatted(object, args);
  if (args.length > 1 || first === undefined) return undefined;
  if (name === 'join') return joined(object, first);
  if (first.kind !== 'str') return undefined;
  switch (name) {
    case 'split':
      return first.value === ''
        ? undefined
        : { kind: 'list', items: object.split(first.value).map((it) => str(it)) };
    case 'startswith':
      return bool(object.startsWith(first.value));
    case 'endswith':
      return bool(object.endsWith(first.value));
    default:
      return undefined;
  }
}

/** Letters beyond ASCII change case by other tables in Python, and spaces beyond these are others: left alone. */
function plainMethod(object: string, name: string): Data | undefined {
  const ascii = /^[\t\n\r -~]*$/.test(object);
  switch (name) {
    case 'upper':
      return ascii ? str(object.toUpperCase()) : undefined;
    case 'lower':
      return ascii ? str(object.toLowerCase()) : undefined;
    case 'strip':
      return ascii ? str(object.trim()) : undefined;
    case 'split':
      return ascii
        ? {
            kind: 'list',
            items: object
              .split(/\s+/)
              .filter(Boolean)
              .map((it) => str(it)),
          }
        : undefined;
    default:
      return undefined;
  }
}

function joined(separator: string, items: Data): Data | undefined {
  if (items.kind !== 'list' && items.kind !== 'tuple') return undefined;
  const texts: string[] = [];
  for (const it of items.items) {
    if (it.kind !== 'str') return undefined;
    texts.push(it.value);
  }
  return str(texts.join(separator));
}

/** `{}` and `{0}` without format specification. */
function formatted(template: string, args: readonly Data[]): Data | undefined {
  let next = 0;
  let failed = false;
  const result = template.replace(/\{\{|\}\}|\{(\d*)\}|[{}]/g, (match, position: string | undefined) => {
    if (match === '{{') return '{';
    if (match === '}}') return '}';
    const value = position === undefined ? undefined : args[position === '' ? next++ : Number(position)];
    const shown = value && pythonText(value);
    if (shown === undefined) failed = true;
    return shown ?? '';
  });
  // Python refuses a template that mixes `{}` and `{0}`.
  if (failed || (next > 0 && /\{\d+\}/.test(template))) return undefined;
  return str(result);
}
