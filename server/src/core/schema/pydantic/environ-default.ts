import type { Expression } from '../../python/tree.ts';
import { mapExpression } from '../map-expression.ts';
import type { PythonFile } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { FieldInput } from '../schema.ts';
import type { ModelContext } from './pydantic-context.ts';

/**
 * The default of a field as it counts. `port: int = os.getenv("PORT", 8000)` asks for the variable that sets the
 * field anyway: the default is used only where the variable is not set, and then the call gives 8000.
 */
export function environDefault(
  context: ModelContext,
  file: PythonFile,
  value: Expression,
  inputs: readonly FieldInput[],
): Expression {
  const { variables } = context;
  if (variables === undefined) return value;
  const fold = (name: string) => (variables === 'exact' ? name : name.toLowerCase());
  const own = new Set(inputs.filter((it) => it.path.length === 0).map((it) => fold(it.environment)));
  return mapExpression(value, (node) => {
    if (node.kind !== 'call') return undefined;
    const symbol = resolveSymbol(context.project, file, node.callee);
    if (symbol.kind !== 'external' || !/^os\.(?:getenv|environ\.get)$/.test(symbol.name)) return undefined;
    const [name, fallback, ...others] = node.args;
    const isPlain = others.length === 0 && node.args.every((it) => it.stars === 0);
    if (!isPlain || name?.value.kind !== 'string' || !own.has(fold(name.value.value))) return undefined;
    return fallback?.value ?? { kind: 'none', span: node.span };
  });
}
