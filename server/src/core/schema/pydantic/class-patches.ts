import {
  type ClassStatement,
  type Expression,
  ownExpressions,
  type Statement,
  walkExpressions,
  walkStatements,
} from '../../python/tree.ts';
import { shownCode } from '../code-text.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Undecided } from '../schema.ts';
import { undecidedAt } from './pydantic-context.ts';

/** Attributes of a class by which code outside of it changes what it reads. */
const DECIDING =
  /^(model_config|model_fields|model_post_init|settings_customise_sources|Config|__config__|__fields__|__annotations__|__init__|__new__|__pydantic_\w+)$/;
const MUTATING = /^(update|setdefault|pop|popitem|clear|__setitem__|__delitem__)$/;

/** The code outside of classes that changes them: `Settings.model_config["env_prefix"] = …`, by class. */
export function patchesOf(
  project: PythonProject,
  files: readonly PythonFile[],
  classes: ReadonlySet<ClassStatement>,
): ReadonlyMap<ClassStatement, Undecided> {
  const found = new Map<ClassStatement, Undecided>();
  for (const file of files) {
    if (
      !/\.(?:model_config|model_fields|model_post_init|settings_customise_sources|Config|__\w+__)\b|\b(?:set|del)attr\b/.test(
        file.file.text,
      )
    )
      continue;
    for (const statement of walkStatements(file.module.body)) {
      for (const changed of changedIn(statement)) {
        const owner = ownerOf(project, file, changed.expression, changed.whole);
        if (!owner || !classes.has(owner) || found.has(owner)) continue;
        const reason = `\`${shownCode(file, changed.expression)}\` changes the class`;
        found.set(owner, undecidedAt(file, changed.expression, reason));
      }
    }
  }
  return found;
}

/** An expression that is given another value, or (`whole`) the class that `setattr` changes. */
interface Changed {
  readonly expression: Expression;
  readonly whole: boolean;
}

function changedIn(statement: Statement): readonly Changed[] {
  const targets =
    statement.kind === 'assign'
      ? statement.targets
      : statement.kind === 'augmented' || statement.kind === 'annotated'
        ? [statement.target]
        : statement.kind === 'other'
          ? statement.children
          : [];
  const assigned = targets.map((expression) => ({ expression, whole: false }));
  const called: Changed[] = [];
  for (const own of ownExpressions(statement)) {
    for (const it of walkExpressions(own)) {
      if (it.kind !== 'call') continue;
      const { callee, args } = it;
      if (callee.kind === 'attribute' && MUTATING.test(callee.name))
        called.push({ expression: callee.object, whole: false });
      const first = args[0]?.value;
      if (callee.kind === 'name' && /^(set|del)attr$/.test(callee.name) && first)
        called.push({ expression: first, whole: true });
    }
  }
  return [...assigned, ...called];
}

/** The class of which an expression names a deciding attribute, or a part of one. */
function ownerOf(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
  whole: boolean,
): ClassStatement | undefined {
  if (whole) return classAt(project, file, expression);
  if (expression.kind === 'subscript') return ownerOf(project, file, expression.object, false);
  if (expression.kind !== 'attribute') return undefined;
  const own = DECIDING.test(expression.name) ? classAt(project, file, expression.object) : undefined;
  return own ?? ownerOf(project, file, expression.object, false);
}

function classAt(
  project: PythonProject,
  file: PythonFile,
  expression: Expression,
): ClassStatement | undefined {
  if (expression.kind !== 'name' && expression.kind !== 'attribute') return undefined;
  const symbol = resolveSymbol(project, file, expression);
  return symbol.kind === 'class' ? symbol.statement : undefined;
}
