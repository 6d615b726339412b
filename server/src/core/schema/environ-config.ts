import {
  type Expression,
  ownExpressions,
  type Statement,
  walkExpressions,
  walkStatements,
} from '../python/tree.ts';
import { CALLS, callSchema } from './calls/call-schema.ts';
import { builtinCast, castUndecided, withCast } from './calls/cast-argument.ts';
import { argumentOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import type { ClassInfo } from './class-lineage.ts';
import { constantData, constantText } from './constant.ts';
import type { FieldType, SwitchType } from './field-type.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { SettingsSchema, Undecided } from './schema.ts';
import { isTestPath } from './test-path.ts';

type Call = Expression & { readonly kind: 'call' };

/** What the variables of a class are called, where no `prefix` says it. */
const DEFAULT_PREFIX = 'APP';
/** Groups may nest this deep. */
const MAX_DEPTH = 8;

/** Truth as `bool_var` reads it: what is none of these words is false. */
const BOOL: SwitchType = {
  kind: 'switch',
  on: ['1', 'true', 'yes'],
  off: [],
  otherwise: false,
  fold: 'lower',
  strip: true,
};

/**
 * Classes of environ-config 26.1 (`environ/_environ_config.py`): `@environ.config` with `environ.var()`, `bool_var()`
 * and `group()`, as far as code makes them (`environ.to_config(Config)`, `Config.from_environ()`).
 */
export const environConfig: Reader = {
  name: 'environ-config',
  markers: ['environ'],
  schemas: (project) => loadedClasses(project).flatMap((it) => readClass(project, it)),
};

/** The classes that are loaded from the process environment. */
function loadedClasses(project: PythonProject): readonly ClassInfo[] {
  const files = project.files.filter(
    ({ file }) => !isTestPath(file.path) && /\bimport\s+environ\b|\bfrom\s+environ\b/.test(file.text),
  );
  const names = files.flatMap((file) =>
    file.module.body.flatMap((it) =>
      it.kind === 'class' && configCall(project, { file, statement: it }) ? [it.name] : [],
    ),
  );
  if (names.length === 0) return [];
  const found = new Map<Statement, ClassInfo>();
  for (const file of project.mentioning(names, (path) => !isTestPath(path))) {
    for (const statement of walkStatements(file.module.body)) {
      for (const own of ownExpressions(statement)) {
        for (const it of walkExpressions(own)) {
          const made = it.kind === 'call' ? madeBy(project, file, it) : undefined;
          if (made && configCall(project, made)) found.set(made.statement, made);
        }
      }
    }
  }
  return [...found.values()];
}

/** The class that `environ.to_config(Config)` or `Config.from_environ()` makes from the process environment. */
function madeBy(project: PythonProject, file: PythonFile, call: Call): ClassInfo | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'attribute' && callee.kind !== 'name') return undefined;
  const target = resolveSymbol(project, file, callee);
  if (target.kind === 'external' && target.name === 'environ.to_config') {
    const given = argumentOf(call, 'config_cls', 0);
    const made = given && args.length === 1 ? resolveSymbol(project, file, given) : undefined;
    return made?.kind === 'class' ? made : undefined;
  }
  if (callee.kind !== 'attribute' || callee.name !== 'from_environ' || args.length > 0) return undefined;
  const made = resolveSymbol(project, file, callee.object);
  return made.kind === 'class' ? made : undefined;
}

/** The decorator `environ.config`, with or without arguments. */
function configCall(project: PythonProject, { file, statement }: ClassInfo): Expression | undefined {
  return statement.decorators.find((it) => {
    const target = resolveSymbol(project, file, it.kind === 'call' ? it.callee : it);
    return target.kind === 'external' && target.name === 'environ.config';
  });
}

interface Gathered {
  readonly reads: VariableRead[];
  readonly open: Undecided[];
}

function readClass(project: PythonProject, info: ClassInfo): readonly SettingsSchema[] {
  const gathered: Gathered = { reads: [], open: [] };
  const prefix = prefixOf(project, info);
  if (prefix === undefined)
    gathered.open.push(at(info.file, info.statement.nameSpan, 'the prefix is computed'));
  const lead = prefix?.kind === 'text' ? prefix.text : DEFAULT_PREFIX;
  gather(project, info, lead === '' ? [] : [lead], false, gathered);
  const known: Gathered = prefix === undefined ? { reads: [], open: gathered.open } : gathered;
  return callSchema(project, info.file, 'environ-config', known, { ...CALLS, sources: ['process'] }).map(
    (schema) => ({
      ...schema,
      id: `${schema.id}:${info.statement.name}`,
      className: info.statement.name,
      place: { path: info.file.file.path, span: info.statement.nameSpan },
    }),
  );
}

function at(file: PythonFile, span: Undecided['span'], reason: string): Undecided {
  return { path: file.file.path, span, reason };
}

type Prefix = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unset' };

/** Undefined where it is computed. `None` and an empty text are none. */
function prefixOf(project: PythonProject, info: ClassInfo): Prefix | undefined {
  const decorator = configCall(project, info);
  if (decorator?.kind !== 'call') return { kind: 'unset' };
  if (decorator.args.some((it) => it.stars > 0)) return undefined;
  const given = decorator.args.find((it) => it.name === 'prefix')?.value;
  if (given === undefined) return { kind: 'unset' };
  const data = constantData(project, info.file, given);
  if (data?.kind === 'none') return { kind: 'text', text: '' };
  return data?.kind === 'str' ? { kind: 'text', text: data.value } : undefined;
}

/** The variables of a class and of its groups. Those of an optional group may all be missing. */
function gather(
  project: PythonProject,
  info: ClassInfo,
  prefixes: readonly string[],
  optional: boolean,
  gathered: Gathered,
  depth = 0,
): void {
  const { file, statement: owner } = info;
  if (depth > MAX_DEPTH) return;
  if (owner.bases.length > 0) gathered.open.push(at(file, owner.nameSpan, 'base classes are not followed'));
  for (const statement of owner.body) {
    if (statement.kind === 'block')
      gathered.open.push(
        at(
          file,
          { ...statement.span, end: statement.span.start + 1 },
          'attributes that depend on a condition',
        ),
      );
    const target =
      statement.kind === 'assign'
        ? statement.targets[0]
        : statement.kind === 'annotated'
          ? statement.target
          : undefined;
    const value = statement.kind === 'assign' || statement.kind === 'annotated' ? statement.value : undefined;
    if (target?.kind !== 'name' || value?.kind !== 'call') continue;
    const called = resolveSymbol(project, file, value.callee);
    const name = called.kind === 'external' ? called.name : '';
    if (name === 'environ.group') {
      gatherGroup(project, info, value, [...prefixes], target.name, optional, gathered, depth);
    } else if (name === 'environ.var' || name === 'environ.bool_var') {
      const read = readOf(project, file, value, name === 'environ.bool_var', prefixes, target.name, optional);
      const place = { path: file.file.path, span: target.span };
      if (read === undefined) gathered.open.push({ ...place, reason: 'the name is computed here' });
      else gathered.reads.push({ ...read, certain: true, place, statement });
    } else if (!/^attrs?\./.test(name)) {
      gathered.open.push(at(file, target.span, `\`${target.name}\` is read in a way that is not followed`));
    }
  }
}

/** A group's variables stand under its own prefix, or under the name of the attribute. */
function gatherGroup(
  project: PythonProject,
  { file }: ClassInfo,
  call: Call,
  prefixes: readonly string[],
  name: string,
  optional: boolean,
  gathered: Gathered,
  depth: number,
): void {
  const given = argumentOf(call, 'cls', 0);
  const made = given && resolveSymbol(project, file, given);
  const prefix = made?.kind === 'class' && configCall(project, made) ? prefixOf(project, made) : undefined;
  const flag = argumentOf(call, 'optional', 1);
  const data = flag ? constantData(project, file, flag) : undefined;
  if (made?.kind !== 'class' || prefix === undefined || (flag && data?.kind !== 'bool')) {
    gathered.open.push(at(file, call.span, 'the group is computed'));
    return;
  }
  const own = prefix.kind === 'text' && prefix.text !== '' ? prefix.text : name;
  const isOptional = optional || (data?.kind === 'bool' && data.value);
  gather(project, made, [...prefixes, own], isOptional, gathered, depth + 1);
}

/** Undefined where the name of the variable is not constant. */
function readOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  isBool: boolean,
  prefixes: readonly string[],
  attribute: string,
  optional: boolean,
): Omit<VariableRead, 'certain' | 'place' | 'statement'> | undefined {
  const given = argumentOf(call, 'name', isBool ? 1 : 2);
  const own = given && given.kind !== 'none' ? constantText(project, file, given) : undefined;
  if ((given && given.kind !== 'none' && own === undefined) || call.args.some((it) => it.stars > 0))
    return undefined;
  const fallback = argumentOf(call, 'default', 0);
  const type = isBool ? BOOL : typeOf(project, file, call);
  // Nothing is said of the value without the variable where the whole group may be left out.
  const hidden = optional || (isBool && fallback?.kind === 'none');
  const value: Expression | undefined = hidden ? { kind: 'other', span: call.span, children: [] } : fallback;
  return {
    name: own ?? [...prefixes, attribute].join('_').toUpperCase(),
    form: value ? 'get' : 'index',
    ...(value ? { default: { value, file } } : {}),
    cast: isBool ? { type } : withCast(argumentOf(call, 'converter', 1), type),
  };
}

/** A converter is run for defaults too; a validator sees what it gave. */
function typeOf(project: PythonProject, file: PythonFile, call: Call): FieldType {
  const converter = argumentOf(call, 'converter', 1);
  const validator = argumentOf(call, 'validator', 3);
  const type: FieldType =
    converter === undefined
      ? { kind: 'str' }
      : (builtinCast(project, file, converter, { kind: 'bool' }) ?? castUndecided(file, converter));
  if (validator === undefined || validator.kind === 'none') return type;
  return { kind: 'judged', inner: type, reason: 'a validator judges the value' };
}
