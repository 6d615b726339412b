import type { Data } from '../syntax/data.ts';
import { foldExpression } from './fold-expression.ts';
import type { Expression } from './tree.ts';

/** A chain of constants that double each other ends here. */
const MAX_EXPRESSIONS = 20_000;

/**
 * Gives the value of a constant by its name, as `constantOf` in scope.ts does, or undefined when it is not one.
 * @param from the name's expression, for its place
 */
export type ConstantScope = (name: string, from: Expression) => Expression | undefined;

/**
 * The value an expression of constants has when Python evaluates it, or undefined when that is not certain.
 * Bounded in depth and in the size of what it builds.
 */
export function fold(expression: Expression, scope: ConstantScope): Data | undefined {
  return foldExpression(expression, { scope, depth: 0, visited: [], budget: { left: MAX_EXPRESSIONS } });
}
