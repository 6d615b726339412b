import { bool, type Data, float, int, NONE, str } from '../syntax/data.ts';
import { foldBinary, foldUnary } from './fold-arithmetic.ts';
import { foldCall } from './fold-call.ts';
import { compareData, truth } from './fold-compare.ts';
import { hashable, pythonText } from './fold-text.ts';
import type { Expression } from './tree.ts';

/** What folding carries along. */
export interface FoldContext {
  readonly scope: (name: string, from: Expression) => Expression | undefined;
  readonly depth: number;
  /** Constants that are being folded, so that a cycle ends. */
  readonly visited: readonly Expression[];
  /** Expressions that may still be looked at; shared by the whole fold. */
  readonly budget: { left: number };
}

const MAX_DEPTH = 200;
const MAX_TEXT = 100_000;

/** Folds one expression; see `fold`. */
export function foldExpression(expression: Expression, outer: FoldContext): Data | undefined {
  if (outer.depth > MAX_DEPTH || outer.budget.left-- <= 0) return undefined;
  const context = { ...outer, depth: outer.depth + 1 };
  switch (expression.kind) {
    case 'none':
      return NONE;
    case 'bool':
      return bool(expression.value);
    case 'int':
      return int(expression.value);
    case 'float':
      return float(expression.value);
    case 'string':
      return expression.bytes ? { kind: 'bytes', value: expression.value } : str(expression.value);
    case 'fstring':
      return foldFormatted(expression.parts, context);
    case 'list':
    case 'tuple':
    case 'set':
      return foldItems(expression.kind, expression.items, context);
    case 'dict':
      return foldDict(expression, context);
    case 'name':
      return foldName(expression, context);
    case 'call':
      return foldCall(expression, (it) => foldExpression(it, context), context.scope);
    default:
      return foldOperation(expression, context);
  }
}

function foldOperation(expression: Expression, context: FoldContext): Data | undefined {
  switch (expression.kind) {
    case 'unary': {
      const operand = foldExpression(expression.operand, context);
      return operand && foldUnary(expression.operator, operand);
    }
    case 'binary': {
      const left = foldExpression(expression.left, context);
      const right = left && foldExpression(expression.right, context);
      return left && right && foldBinary(expression.operator, left, right);
    }
    case 'boolean': {
      const left = foldExpression(expression.left, context);
      const known = left && truth(left);
      if (known === undefined) return undefined;
      return known === (expression.operator === 'or') ? left : foldExpression(expression.right, context);
    }
    case 'conditional': {
      const test = foldExpression(expression.test, context);
      const known = test && truth(test);
      if (known === undefined) return undefined;
      return foldExpression(known ? expression.then : expression.otherwise, context);
    }
    case 'compare':
      return foldComparison(expression, context);
    default:
      return undefined;
  }
}

function foldComparison(
  expression: Expression & { kind: 'compare' },
  context: FoldContext,
): Data | undefined {
  const values: Data[] = [];
  for (const operand of expression.operands) {
    const value = foldExpression(operand, context);
    if (value === undefined) return undefined;
    values.push(value);
  }
  for (const [index, operator] of expression.operators.entries()) {
    const result = compareData(operator, values[index] as Data, values[index + 1] as Data);
    if (result === undefined) return undefined;
    if (!result) return bool(false);
  }
  return bool(true);
}

function foldName(expression: Expression & { kind: 'name' }, context: FoldContext): Data | undefined {
  const value = context.scope(expression.name, expression);
  if (value === undefined || context.visited.includes(value)) return undefined;
  return foldExpression(value, { ...context, visited: [...context.visited, value] });
}

function foldFormatted(parts: readonly (string | Expression)[], context: FoldContext): Data | undefined {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = foldExpression(part, context);
    const shown = value && pythonText(value);
    if (shown === undefined) return undefined;
    text += shown;
    if (text.length > MAX_TEXT) return undefined;
  }
  return str(text);
}

function foldItems(
  kind: 'list' | 'tuple' | 'set',
  expressions: readonly Expression[],
  context: FoldContext,
): Data | undefined {
  const items: Data[] = [];
  for (const it of expressions) {
    const value = foldExpression(it, context);
    if (value === undefined || (kind === 'set' && !hashable(value))) return undefined;
    if (kind !== 'set' || !items.some((seen) => compareData('==', seen, value))) items.push(value);
  }
  return { kind, items };
}

function foldDict(expression: Expression & { kind: 'dict' }, context: FoldContext): Data | undefined {
  const entries: [Data, Data][] = [];
  const put = (key: Data, value: Data) => {
    const same = entries.find((it) => compareData('==', it[0], key));
    if (same) same[1] = value;
    else entries.push([key, value]);
  };
  for (const entry of expression.entries) {
    const value = foldExpression(entry.value, context);
    if (value === undefined) return undefined;
    if (entry.key === undefined) {
      if (value.kind !== 'dict') return undefined;
      for (const [key, inner] of value.entries) put(key, inner);
      continue;
    }
    const key = foldExpression(entry.key, context);
    if (key === undefined || !hashable(key)) return undefined;
    put(key, value);
  }
  return { kind: 'dict', entries };
}
