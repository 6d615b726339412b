import { fold } from '../python/fold.ts';
import { type Expression, walkExpressions } from '../python/tree.ts';
import type { Data } from '../syntax/data.ts';
import { mapExpression } from './map-expression.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';

const MAX_DEPTH = 12;

/**
 * The value of an expression of constants, followed through imports: module constants of other files, `Level.LOW`
 * and `Level.LOW.value` (the member's value). Undefined when it is not certain.
 */
export function constantData(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): Data | undefined {
  return fold(inlined(project, file, expression, 0), () => undefined);
}

/** The expression with every name that stands for a constant replaced by that constant's own expression. */
function inlined(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  depth: number,
): Expression {
  if (isLiteral(expression) || depth > MAX_DEPTH) return expression;
  return mapExpression(expression, (node) => {
    if (node.kind === 'call') return inlinedCall(project, file, node, depth);
    if (node.kind === 'attribute') {
      const inner = node.name === 'value' ? valueExpression(project, file, node.object, depth) : undefined;
      return inner ?? valueExpression(project, file, node, depth);
    }
    return node.kind === 'name' ? (valueExpression(project, file, node, depth) ?? opaque(node)) : undefined;
  });
}

/** The callee keeps its name, so that the folding of builtins knows it; a name of the workspace is none of those. */
function inlinedCall(
  project: PythonProject,
  file: PythonFile,
  call: Expression & { readonly kind: 'call' },
  depth: number,
): Expression | undefined {
  const args = call.args.map((it) => ({ ...it, value: inlined(project, file, it.value, depth) }));
  const { callee } = call;
  if (callee.kind === 'name') {
    const target = resolveSymbol(project, file, callee);
    return target.kind === 'external' && /^(builtins|datetime)\./.test(target.name)
      ? { ...call, callee: { ...callee, name: target.name.replace(/^.*\./, '') }, args }
      : opaque(call);
  }
  if (callee.kind !== 'attribute') return opaque(call);
  const target = resolveSymbol(project, file, callee);
  if (target.kind === 'external')
    return target.name === 'datetime.timedelta' ? { ...call, args } : opaque(call);
  return { ...call, callee: { ...callee, object: inlined(project, file, callee.object, depth) }, args };
}

function valueExpression(
  project: PythonProject,
  file: PythonFile,
  node: Expression,
  depth: number,
): Expression | undefined {
  const symbol = resolveSymbol(project, file, node);
  if (symbol.kind === 'value') {
    if (symbol.value === node || symbol.statement.kind === 'type-alias') return undefined;
    return inlined(project, symbol.file, symbol.value, depth + 1);
  }
  if (symbol.kind === 'member') return inlined(project, symbol.owner.file, symbol.value, depth + 1);
  return undefined;
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
