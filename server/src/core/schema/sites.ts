import { type Expression, type FunctionStatement, ownExpressions, type Statement } from '../python/tree.ts';
import type { PythonFile } from './reader.ts';

/** Where an expression stands, and whether the import of its module evaluates it. */
export interface Site {
  readonly statement: Statement;
  /** Runs whenever the module is imported: at module or class level, outside branches. */
  readonly certain: boolean;
  /** In a `try` that catches something, or in a function, whose caller may catch what it raises. */
  readonly guarded: boolean;
  /** The expression around this one, and those around that. */
  readonly outer?: Outer;
  /** What the `with` statements around evaluate, outermost first. */
  readonly withs: readonly Expression[];
  /** The innermost function around. */
  readonly inside?: FunctionStatement;
}

export interface Outer {
  readonly expression: Expression;
  readonly outer?: Outer;
}

/** Says of an expression which of its parts are to be visited next; `children` for all of them. */
export type Visit = (expression: Expression, site: Site) => readonly Expression[];

/** Visits every expression of a file, in order of the text, outermost first. */
export function walkSites(file: PythonFile, visit: Visit): void {
  const top = { certain: true, guarded: false, withs: [] };
  walkBody(file.module.body, top, visit);
}

type Context = Omit<Site, 'statement' | 'outer'>;

function walkBody(body: readonly Statement[], context: Context, visit: Visit): void {
  for (const statement of body) walkStatement(statement, context, visit);
}

function walkStatement(statement: Statement, context: Context, visit: Visit): void {
  if (statement.kind === 'block') {
    walkBlock(statement, context, visit);
    return;
  }
  const site: Site = { ...context, statement };
  for (const it of ownExpressions(statement)) walkExpression(it, site, visit);
  if (statement.kind === 'class') walkBody(statement.body, context, visit);
  if (statement.kind === 'function') {
    const inner = { ...context, certain: false, guarded: true, inside: statement };
    walkBody(statement.body, inner, visit);
  }
}

function walkBlock(statement: Statement & { readonly kind: 'block' }, context: Context, visit: Visit): void {
  const { certain, guarded, withs } = context;
  const caught = statement.arms.some((it) => it.keyword === 'except');
  for (const [index, arm] of statement.arms.entries()) {
    const head: Site = { ...context, statement, certain: certain && index === 0 };
    for (const it of arm.heads) walkExpression(it, head, visit);
    const runs =
      statement.keyword === 'with' || arm.keyword === 'finally' || (!caught && arm.keyword === 'try');
    const inner = {
      ...context,
      certain: certain && runs,
      guarded: guarded || (caught && arm.keyword === 'try'),
      withs: statement.keyword === 'with' ? [...withs, ...arm.heads] : withs,
    };
    walkBody(arm.body, inner, visit);
  }
}

function walkExpression(expression: Expression, site: Site, visit: Visit): void {
  const outer: Outer = site.outer ? { expression, outer: site.outer } : { expression };
  for (const part of visit(expression, site)) {
    const certain = site.certain && isAlwaysEvaluated(expression, part);
    walkExpression(part, { ...site, certain, outer }, visit);
  }
}

/** False for the branches of a condition, the right side of `and`, and what a lambda or a comprehension holds. */
function isAlwaysEvaluated(expression: Expression, part: Expression): boolean {
  switch (expression.kind) {
    case 'conditional':
      return part === expression.test;
    case 'boolean':
      return part === expression.left;
    case 'other':
      return false;
    default:
      return true;
  }
}
