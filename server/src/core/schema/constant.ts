import { fold } from '../python/fold.ts';
import { type Expression, walkExpressions } from '../python/tree.ts';
import type { Data } from '../syntax/data.ts';
import { mapExpression } from './map-expression.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';

const MAX_DEPTH = 12;
/** Constants that are looked at for one value at most: a chain of lists that double each other ends here. */
const MAX_EXPRESSIONS = 2_000;

/**
 * The value of an expression of constants, followed through imports: module constants of other files, `Level.LOW`
 * and `Level.LOW.value` (the member's value). Undefined when it is not certain.
 */
export function constantData(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): Data | undefined {
  return fold(
    inlined({ project, file, depth: 0, budget: { left: MAX_EXPRESSIONS } }, expression),
    () => undefined,
  );
}

/** Where an expression stands, and how much of what it leads to may still be looked at. */
interface Inlining {
  readonly project: PythonProject;
  readonly file: PythonFile;
  readonly depth: number;
  readonly budget: { left: number };
}

/** The expression with every name that stands for a constant replaced by that constant's own expression. */
function inlined(at: Inlining, expression: Expression): Expression {
  if (at.budget.left-- <= 0 || at.depth > MAX_DEPTH) return opaque(expression);
  if (isLiteral(expression)) return expression;
  return mapExpression(expression, (node) => {
    if (node.kind === 'call') return inlinedCall(at, node);
    if (node.kind === 'attribute') {
      const inner = node.name === 'value' ? valueExpression(at, node.object) : undefined;
      return inner ?? valueExpression(at, node);
    }
    return node.kind === 'name' ? (valueExpression(at, node) ?? opaque(node)) : undefined;
  });
}

/** The callee keeps its name, so that the folding of builtins knows it; a name of the workspace is none of those. */
function inlinedCall(at: Inlining, call: Expression & { readonly kind: 'call' }): Expression | undefined {
  const args = call.args.map((it) => ({ ...it, value: inlined(at, it.value) }));
  const { callee } = call;
  if (callee.kind !== 'name' && callee.kind !== 'attribute') return opaque(call);
  const target = resolveSymbol(at.project, at.file, callee);
  if (callee.kind === 'name') {
    return target.kind === 'external' && /^(builtins|datetime)\./.test(target.name)
      ? { ...call, callee: { ...callee, name: target.name.replace(/^.*\./, '') }, args }
      : opaque(call);
  }
  if (target.kind === 'external')
    return target.name === 'datetime.timedelta' ? { ...call, args } : opaque(call);
  return { ...call, callee: { ...callee, object: inlined(at, callee.object) }, args };
}

function valueExpression(at: Inlining, node: Expression): Expression | undefined {
  const symbol = resolveSymbol(at.project, at.file, node);
  const deeper = (file: PythonFile) => ({ ...at, file, depth: at.depth + 1 });
  if (symbol.kind === 'value') {
    if (symbol.value === node || symbol.statement.kind === 'type-alias') return undefined;
    return inlined(deeper(symbol.file), symbol.value);
  }
  return symbol.kind === 'member' ? inlined(deeper(symbol.owner.file), symbol.value) : undefined;
}

function isLiteral(expression: Expression): boolean {
  for (const node of walkExpressions(expression)) {
    if (node.kind === 'name' || node.kind === 'call') return false;
  }
  return true;
}

/** Something that never folds. */
function opaque(node: Expression): Expression {
  return { kind: 'other', span: node.span, children: [] };
}

/** The text of an expression that folds to a string. */
export function constantText(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): string | undefined {
  const data = constantData(project, file, expression);
  return data?.kind === 'str' ? data.value : undefined;
}
