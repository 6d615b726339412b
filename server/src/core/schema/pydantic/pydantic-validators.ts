import {
  type Expression,
  type FunctionStatement,
  ownExpressions,
  walkExpressions,
  walkStatements,
} from '../../python/tree.ts';
import { type ClassInfo, lineageOf } from '../class-lineage.ts';
import { constantText } from '../constant.ts';
import { migrationStub } from '../migration-stub.ts';
import type { PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { ClassDualRead, Respelled, Undecided } from '../schema.ts';
import { undecidedAt } from './pydantic-context.ts';
import { writtenDualRead } from './written-dual-read.ts';
import { writtenRespelling } from './written-respelling.ts';
import { writtenSplit } from './written-split.ts';
import { writtenUnitChange } from './written-unit-change.ts';

/** The code of a class that judges or changes values. */
export interface Validators {
  /** By field name; `*` is every field. */
  readonly fields: ReadonlyMap<string, readonly Undecided[]>;
  readonly model: readonly Undecided[];
  /** What is known to the last detail, since a migration wrote it. */
  readonly dualReads: readonly ClassDualRead[];
  /** The same of validators of one field. */
  readonly respelled: readonly RespelledField[];
}

/** A validator of a field that is known. It makes the field undecided all the same, for those who do not follow it. */
export interface RespelledField {
  readonly field: string;
  readonly respelled: Respelled;
  readonly doubt: Undecided;
}

type Found = { readonly [Part in 'model' | 'dualReads' | 'respelled']: Validators[Part][number][] };

type Mode = 'before' | 'after' | 'wrap' | 'plain';

/** Collects validators over the class's ancestors; a method of the same name further down hides one further up. */
export function validatorsOf(project: PythonProject, info: ClassInfo): Validators {
  const fields = new Map<string, Undecided[]>();
  const found: Found = { model: [], dualReads: [], respelled: [] };
  const seen = new Set<string>();
  for (const ancestor of lineageOf(project, info).ancestors) {
    if (ancestor.kind !== 'class') continue;
    const own: string[] = [];
    for (const statement of ancestor.info.statement.body) {
      if (statement.kind !== 'function') continue;
      own.push(statement.name);
      if (!seen.has(statement.name)) addFunction(project, ancestor.info, statement, fields, found);
    }
    for (const name of own) seen.add(name);
  }
  return { fields, ...found };
}

function addFunction(
  project: PythonProject,
  info: ClassInfo,
  statement: FunctionStatement,
  fields: Map<string, Undecided[]>,
  found: Found,
): void {
  const { model } = found;
  const at = { span: statement.nameSpan };
  const put = (name: string, undecided: Undecided) =>
    fields.set(name, [...(fields.get(name) ?? []), undecided]);
  if (/^__(init|new|init_subclass|pydantic_init_subclass)__$/.test(statement.name)) {
    const undecided = undecidedAt(info.file, at, `\`${statement.name}\` of the class is not evaluated`);
    model.push(undecided);
    put('*', undecided);
  } else if (statement.name === 'model_post_init') {
    model.push(undecidedAt(info.file, at, '`model_post_init`', true));
  }
  for (const decorator of statement.decorators) {
    const call = decorator.kind === 'call' ? decorator : undefined;
    const symbol = resolveSymbol(project, info.file, call?.callee ?? decorator);
    if (symbol.kind !== 'external') continue;
    const mode = validatorMode(project, info, symbol.name, call?.args ?? []);
    if (mode === undefined) continue;
    if (/\.(model|root)_validator$/.test(symbol.name)) {
      addModelValidator(info, statement, mode, put, found);
      continue;
    }
    const undecided = undecidedAt(info.file, at, `${mode}-validator \`${statement.name}\``, mode === 'after');
    const names = [...namedFields(project, info, call?.args ?? [])];
    const [field, ...others] = names;
    const respelled =
      mode === 'before' && field !== undefined && field !== '*' && others.length === 0
        ? writtenRespelling(info.file.file.text, info.file.module, statement)
        : undefined;
    if (field !== undefined && respelled) found.respelled.push({ field, respelled, doubt: undecided });
    for (const name of names) put(name, undecided);
  }
}

/** A stub that a migration of ours wrote is known: it gives values only to the fields it names. */
function addModelValidator(
  info: ClassInfo,
  statement: FunctionStatement,
  mode: Mode,
  put: (name: string, undecided: Undecided) => void,
  { model, dualReads }: Found,
): void {
  const reason = `${mode}-validator \`${statement.name}\` of the whole object`;
  const undecided = undecidedAt(info.file, { span: statement.nameSpan }, reason, mode === 'after');
  if (migrationStub(info, statement)) {
    if (mode === 'after') return;
    const { text } = info.file.file;
    const known =
      mode === 'before'
        ? (writtenDualRead(text, statement) ??
          writtenUnitChange(text, info.file.module, statement) ??
          writtenSplit(text, info.file.module, statement))
        : undefined;
    if (known) {
      dualReads.push(known);
      return;
    }
    const filling = { ...undecided, fills: true };
    for (const name of textsIn(statement)) put(name, filling);
    return;
  }
  model.push(undecided);
  if (mode !== 'after') put('*', undecided);
}

function textsIn(statement: FunctionStatement): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const inner of walkStatements(statement.body)) {
    for (const expression of ownExpressions(inner)) {
      for (const it of walkExpressions(expression)) if (it.kind === 'string') texts.add(it.value);
    }
  }
  return texts;
}

type Arguments = readonly { readonly name?: string; readonly stars: number; readonly value: Expression }[];

/** The mode of a validator's decorator; undefined for other decorators. */
function validatorMode(
  project: PythonProject,
  info: ClassInfo,
  name: string,
  args: Arguments,
): Mode | undefined {
  const keyword = (wanted: string) => args.find((it) => it.name === wanted)?.value;
  switch (name) {
    case 'pydantic.field_validator':
    case 'pydantic.model_validator': {
      const mode = keyword('mode');
      const text = mode ? constantText(project, info.file, mode) : 'after';
      return text === 'after' || text === 'wrap' || text === 'plain' ? text : 'before';
    }
    case 'pydantic.validator':
    case 'pydantic.root_validator':
    case 'pydantic.v1.validator':
    case 'pydantic.v1.root_validator': {
      const pre = keyword('pre');
      return pre === undefined || (pre.kind === 'bool' && !pre.value) ? 'after' : 'before';
    }
    default:
      return undefined;
  }
}

/** The fields a validator names; every field when a name is computed. */
function namedFields(project: PythonProject, info: ClassInfo, args: Arguments): readonly string[] {
  const names: string[] = [];
  for (const argument of args) {
    if (argument.name !== undefined) continue;
    const text = argument.stars === 0 ? constantText(project, info.file, argument.value) : undefined;
    names.push(text ?? '*');
  }
  return names;
}
