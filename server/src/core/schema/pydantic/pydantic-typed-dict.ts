import type { Expression } from '../../python/tree.ts';
import type { ClassInfo, Lineage } from '../class-lineage.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { resolveSymbol } from '../resolve-symbol.ts';
import type { Field, Undecided } from '../schema.ts';
import { configBeside } from './config-beside-model.ts';
import { configReader } from './config-reader.ts';
import { described } from './documentation.ts';
import { type ModelContext, undecidedAt } from './pydantic-context.ts';
import { readFields } from './pydantic-fields.ts';
import { modelContext } from './pydantic-model-context.ts';
import { validatorsOf } from './pydantic-validators.ts';

/** A `TypedDict`. Without a configuration of its own it has that of the class around it (pydantic 2.13). */
export function typedDict(outer: ModelContext, info: ClassInfo, lineage: Lineage): FieldType {
  const { project } = outer;
  const stack = [...outer.stack, info.statement];
  const config = configBeside(project, info);
  const reader = config && configReader(project, config);
  const context = reader
    ? modelContext(reader, stack, false, outer.decodes, outer.budget)
    : { ...outer, stack };
  const validators = validatorsOf(project, info);
  const read = readFields(context, info, validators);
  const demanded = demandedKeys(project, lineage);
  // A configuration of its own takes the place of the one around it.
  const strict = reader && (reader.flag('strict') ?? false);
  return {
    kind: 'model',
    name: info.statement.name,
    flavour: 'typed-dict',
    fields: read.fields.map((it) => asKey(it, demanded.get(it.name) ?? true)),
    extra: context.extra,
    ...(strict === undefined ? {} : { strict }),
    undecided: [
      ...lineage.problems,
      ...read.problems,
      ...validators.model,
      ...(reader?.problems ?? []),
      ...notUnderstood(project, lineage),
    ],
    ...described(undefined, info),
  };
}

/** A key has no default: it is there, or it is not. */
function asKey(
  { default: _default, defaultUndecided: _undecided, ...field }: Field,
  required: boolean,
): Field {
  return { ...field, required, defaultFactory: false };
}

/** Whether each key must be there: what its annotation says, else `total` of the class that declares it. */
function demandedKeys(project: PythonProject, { ancestors }: Lineage): ReadonlyMap<string, boolean> {
  const demanded = new Map<string, boolean>();
  for (const ancestor of [...ancestors].reverse()) {
    if (ancestor.kind !== 'class') continue;
    const { file, statement } = ancestor.info;
    const total = statement.bases.find((it) => it.name === 'total')?.value;
    const all = total?.kind !== 'bool' || total.value;
    for (const it of statement.body) {
      if (it.kind !== 'annotated' || it.target.kind !== 'name') continue;
      demanded.set(it.target.name, qualified(project, file, it.annotation) ?? all);
    }
  }
  return demanded;
}

/** What `Required`, `NotRequired` say, among or around other qualifiers. */
function qualified(project: PythonProject, file: PythonFile, annotation: Expression): boolean | undefined {
  if (annotation.kind === 'string') {
    const match = /^\s*(?:\w+[.[])*(Required|NotRequired)\[/.exec(annotation.value);
    return match ? match[1] === 'Required' : undefined;
  }
  if (annotation.kind !== 'subscript') return undefined;
  const symbol = resolveSymbol(project, file, annotation.object);
  const name = symbol.kind === 'external' ? symbol.name : '';
  if (name === 'typing.Required') return true;
  if (name === 'typing.NotRequired') return false;
  if (name !== 'typing.Annotated' && name !== 'typing.ReadOnly') return undefined;
  const inner = annotation.index.kind === 'tuple' ? annotation.index.items[0] : annotation.index;
  return inner && qualified(project, file, inner);
}

/** `closed`, `extra_items` and a computed `total` change which keys there may be; names with `_` are keys as well. */
function notUnderstood(project: PythonProject, { ancestors }: Lineage): readonly Undecided[] {
  return ancestors.flatMap((ancestor) => {
    if (ancestor.kind !== 'class') return [];
    const { file, statement } = ancestor.info;
    const keyword = statement.bases.find(
      (it) => it.stars > 0 || (it.name !== undefined && (it.name !== 'total' || it.value.kind !== 'bool')),
    );
    const hidden = statement.body.find(
      (it) =>
        it.kind === 'annotated' &&
        it.target.kind === 'name' &&
        /^_|^model_config$/.test(it.target.name) &&
        it.target.name !== '__pydantic_config__',
    );
    const generic = statement.bases.some((it) => isGeneric(project, file, it.value));
    return [
      ...(keyword ? [undecidedAt(file, keyword, 'class keywords of a `TypedDict`')] : []),
      ...(hidden ? [undecidedAt(file, hidden, 'a private name as a key of a `TypedDict`')] : []),
      ...(generic ? [undecidedAt(file, { span: statement.nameSpan }, 'a generic `TypedDict`')] : []),
    ];
  });
}

function isGeneric(project: PythonProject, file: PythonFile, base: Expression): boolean {
  if (base.kind !== 'subscript') return false;
  const symbol = resolveSymbol(project, file, base.object);
  return symbol.kind === 'external' && symbol.name === 'typing.Generic';
}
