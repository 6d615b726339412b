import { floatOf, integerOf } from '../python/fold-text.ts';
import { type Data, NONE, sameData } from '../syntax/data.ts';
import { constantData } from './constant.ts';
import { typeOfCasts } from './environ-cast.ts';
import type { EnvironRead } from './environ-read.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import type { Field, FieldType, Undecided } from './schema.ts';
import { isSecretField } from './secret-names.ts';

/** One field from all reads of a name in a module. */
export function environField(
  project: PythonProject,
  file: PythonFile,
  name: string,
  reads: readonly EnvironRead[],
): Field {
  const first = reads[0] as EnvironRead;
  const values = reads.filter((it) => it.form !== 'in');
  const type = typeOfCasts(values.map((it) => it.cast));
  const certain = values.filter((it) => it.certain);
  const required = certain.length > 0 && certain.every((it) => it.form === 'index');
  return {
    name,
    place: first.place,
    declaration: { path: first.place.path, span: first.statement.span },
    annotation: type.kind === 'int' || type.kind === 'float' ? type.kind : 'str',
    type,
    required,
    ...(required ? {} : defaultOf(project, file, values, type, first)),
    defaultFactory: false,
    inputs: [{ key: name, environment: name, path: [] }],
    loc: name,
    decoding: 'none',
    secret: isSecretField(name, type, false),
    undecided: [],
  };
}

/** The value without the variable, where every read that has one agrees. */
function defaultOf(
  project: PythonProject,
  file: PythonFile,
  values: readonly EnvironRead[],
  type: FieldType,
  first: EnvironRead,
): { readonly default?: Data; readonly defaultUndecided?: Undecided } {
  const reads = values.filter((it) => it.form === 'get');
  if (reads.length < values.length || reads.length === 0) return {};
  const undecided = (reason: string) => ({ defaultUndecided: { ...first.place, reason } });
  const defaults: Data[] = [];
  for (const it of reads) {
    const data = it.default ? constantData(project, file, it.default) : NONE;
    if (data === undefined) return undecided('the default is computed');
    const value = converted(data, type);
    if (value === undefined) return undecided('the code decides what it makes of the default');
    defaults.push(value);
  }
  const [one, ...others] = defaults;
  if (one === undefined || others.some((it) => !sameData(one, it)))
    return undecided('the reads have different defaults');
  return { default: one };
}

/** What the conversion around a read makes of its default; undefined where it raises. */
function converted(data: Data, type: FieldType): Data | undefined {
  if (type.kind === 'undecided') return undefined;
  if (type.kind === 'int') {
    if (data.kind === 'float')
      return Number.isFinite(data.value) ? int(BigInt(Math.trunc(data.value))) : undefined;
    const value = data.kind === 'str' ? integerOf(data.value) : data.kind === 'int' ? data.value : undefined;
    return value === undefined ? undefined : int(value);
  }
  if (type.kind === 'float') {
    const value = data.kind === 'str' ? floatOf(data.value) : undefined;
    if (value !== undefined) return { kind: 'float', value };
    return data.kind === 'int' || data.kind === 'float'
      ? { kind: 'float', value: Number(data.value) }
      : undefined;
  }
  return data;
}

function int(value: bigint): Data {
  return { kind: 'int', value };
}
