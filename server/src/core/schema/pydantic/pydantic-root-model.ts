import type { Expression } from '../../python/tree.ts';
import type { ClassInfo, Lineage } from '../class-lineage.ts';
import { decodingOfType, isRootText } from '../decoding.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile } from '../reader.ts';
import type { Field } from '../schema.ts';
import { behaviourOf } from '../settings-releases.ts';
import { configReader } from './config-reader.ts';
import { described } from './documentation.ts';
import { configOf } from './pydantic-config.ts';
import type { ModelContext } from './pydantic-context.ts';
import { annotationText, readFields } from './pydantic-fields.ts';
import { modelContext } from './pydantic-model-context.ts';
import { readType } from './pydantic-types.ts';
import { validatorsOf } from './pydantic-validators.ts';

/** A root model: declared by `root: T`, or by the base `RootModel[T]`. */
export function rootModel(outer: ModelContext, info: ClassInfo, lineage: Lineage): FieldType {
  const { project } = outer;
  const { name } = info.statement;
  const reader = configReader(project, configOf(project, info));
  const context = modelContext(reader, [...outer.stack, info.statement], false, outer.decodes, outer.budget);
  const validators = validatorsOf(project, info);
  const read = readFields(context, info, validators);
  const root = read.fields.find((it) => it.name === 'root') ?? fromBase(context, lineage);
  if (!root || read.fields.length > 1)
    return { kind: 'undecided', reason: `the root of \`${name}\` is not known`, complex: true };
  const judged = [...(validators.fields.get('root') ?? []), ...(validators.fields.get('*') ?? [])];
  const strict = reader.flag('strict');
  return {
    kind: 'model',
    name,
    flavour: 'root',
    fields: [{ ...root, undecided: [...new Set([...root.undecided, ...judged])] }],
    extra: 'ignore',
    ...(strict === undefined ? {} : { strict }),
    ...(holdsText(outer, root, lineage) ? { asText: true } : {}),
    undecided: [...lineage.problems, ...read.problems, ...validators.model, ...reader.problems],
    ...described(reader.text('title'), info),
  };
}

/** Whether its variable is read as the root's would be: the text itself, where the root is a scalar or a union. */
function holdsText({ project }: ModelContext, { type }: Field, { ancestors }: Lineage): boolean {
  const { readsRoots } = behaviourOf(project.version('pydantic-settings'));
  const [own] = ancestors;
  if (readsRoots === 'all') return false;
  if (readsRoots === 'own' && !(own?.kind === 'class' && declaresRoot(own.info))) return false;
  return isRootText(type);
}

function declaresRoot({ statement }: ClassInfo): boolean {
  return statement.body.some(
    (it) => it.kind === 'annotated' && it.target.kind === 'name' && it.target.name === 'root',
  );
}

/** The root of the first base `RootModel[T]`. */
function fromBase(context: ModelContext, { ancestors }: Lineage): Field | undefined {
  for (const ancestor of ancestors) {
    if (ancestor.kind !== 'class') continue;
    const { file, statement } = ancestor.info;
    const base = statement.bases.find((it) => it.value.kind === 'subscript')?.value;
    if (base?.kind === 'subscript') return rootField(context, file, base.index);
  }
  return undefined;
}

function rootField(context: ModelContext, file: PythonFile, annotation: Expression): Field {
  const type = readType(context, file, annotation);
  const place = { path: file.file.path, span: annotation.span };
  return {
    name: 'root',
    place,
    declaration: place,
    annotation: annotationText(file, annotation),
    type,
    required: true,
    defaultFactory: false,
    inputs: [{ key: 'root', environment: 'root', path: [] }],
    loc: 'root',
    decoding: context.decodes ? decodingOfType(type) : 'none',
    ...(context.decodes ? {} : { asText: true }),
    secret: false,
    undecided: [],
  };
}
