import type { Expression, Statement } from '../../python/tree.ts';

/** What a helper does where the variable is not set. */
export interface Guard {
  readonly raises: boolean;
  readonly returned?: Expression;
}

/** `if value is None: raise …` or `: return default`, `if not value: …`; undefined for any other statement. */
export function guardOf(statement: Statement, variable: string): Guard | undefined {
  if (statement.kind !== 'block' || statement.keyword !== 'if' || statement.arms.length !== 1)
    return undefined;
  const [arm] = statement.arms;
  const [head] = arm?.heads ?? [];
  const last = arm?.body.at(-1);
  if (!arm || !head || arm.body.length !== 1 || !asksForNothing(head, variable)) return undefined;
  if (last?.kind === 'return') return { raises: false, ...(last.value ? { returned: last.value } : {}) };
  return last?.kind === 'other' ? { raises: true } : undefined;
}

function asksForNothing(head: Expression, variable: string): boolean {
  const isVariable = (it: Expression | undefined) => it?.kind === 'name' && it.name === variable;
  if (head.kind === 'unary') return head.operator === 'not' && isVariable(head.operand);
  if (head.kind !== 'compare' || head.operators.length !== 1 || !isVariable(head.operands[0])) return false;
  const other = head.operands[1];
  if (head.operators[0] === 'is') return other?.kind === 'none';
  return head.operators[0] === '==' && other?.kind === 'string' && other.value === '';
}
