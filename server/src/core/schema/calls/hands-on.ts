import { type Expression, type Statement, walkStatements } from '../../python/tree.ts';
import type { PythonFile } from '../reader.ts';

/**
 * True for a function of the same module that gives back what it is given: one parameter, which every `return` names and
 * nothing assigns. It may refuse a text, and changes none.
 */
export function handsOn({ module }: PythonFile, callee: Expression): boolean {
  if (callee.kind !== 'name') return false;
  const found = module.body.find((it) => it.kind === 'function' && it.name === callee.name);
  if (found?.kind !== 'function' || found.parameters.length !== 1) return false;
  const name = found.parameters[0]?.name;
  const inside = [...walkStatements(found.body)];
  const returns = inside.flatMap((it) => (it.kind === 'return' ? [it] : []));
  return (
    returns.length > 0 &&
    returns.every((it) => it.value?.kind === 'name' && it.value.name === name) &&
    !inside.some((it) => assigns(it, name)) &&
    found.body.at(-1)?.kind === 'return'
  );
}

function assigns(statement: Statement, name: string | undefined): boolean {
  const isName = (it: Expression) => it.kind === 'name' && it.name === name;
  if (statement.kind === 'assign') return statement.targets.some(isName);
  if (statement.kind === 'annotated' || statement.kind === 'augmented') return isName(statement.target);
  return statement.kind === 'function' || statement.kind === 'class';
}
