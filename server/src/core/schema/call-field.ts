import { floatOf, integerOf } from '../python/fold-text.ts';
import type { Expression } from '../python/tree.ts';
import { bool, type Data, NONE, sameData, str } from '../syntax/data.ts';
import { constantData } from './constant.ts';
import { typeOfCasts } from './environ-cast.ts';
import type { PythonFile, PythonProject } from './reader.ts';
import type { Field, FieldType, Undecided } from './schema.ts';
import { isSecretField } from './secret-names.ts';
import { piecesOf, switchValue } from './switch-value.ts';
import type { VariableRead } from './variable-read.ts';

/** One field from all reads of a name in a module. */
export function callField(
  project: PythonProject,
  file: PythonFile,
  name: string,
  reads: readonly VariableRead[],
): Field {
  const first = reads[0] as VariableRead;
  const values = reads.filter((it) => it.form !== 'in');
  const type = typeOfCasts(values.map((it) => it.cast));
  const certain = values.filter((it) => it.certain);
  const required = certain.length > 0 && certain.every((it) => it.form === 'index');
  return {
    name,
    place: first.place,
    declaration: { path: first.place.path, span: first.statement.span },
    annotation: annotationOf(type),
    type,
    required,
    ...(required ? {} : defaultOf(project, file, values, type, first)),
    defaultFactory: false,
    inputs: [{ key: name, environment: name, path: [] }],
    loc: name,
    decoding: 'none',
    secret: isSecretField(name, type, type.kind === 'secret'),
    undecided: [],
  };
}

/** The value without the variable, where every read that has one agrees. */
function defaultOf(
  project: PythonProject,
  file: PythonFile,
  values: readonly VariableRead[],
  type: FieldType,
  first: VariableRead,
): { readonly default?: Data; readonly defaultUndecided?: Undecided } {
  const reads = values.filter((it) => it.form === 'get');
  if (reads.length < values.length || reads.length === 0) return {};
  const undecided = (reason: string) => ({ defaultUndecided: { ...first.place, reason } });
  const defaults: Data[] = [];
  for (const it of reads) {
    const data = defaultText(project, file, it);
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

/** What a read gives where the variable is not set, before it is converted. */
function defaultText(project: PythonProject, file: PythonFile, read: VariableRead): Data | undefined {
  const folded = (value: Expression, from: PythonFile) => constantData(project, from, value);
  const data = read.default ? folded(read.default.value, read.default.file) : NONE;
  const { instead } = read.cast;
  if (data === undefined || instead === undefined) return data;
  return isFalsy(data) ? folded(instead, file) : data;
}

function isFalsy(data: Data): boolean {
  return data.kind === 'none' || (data.kind === 'str' && data.value === '');
}

function annotationOf(type: FieldType): string {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'bool':
      return type.kind;
    case 'switch':
      return 'bool';
    case 'separated':
      return `${type.into}[str]`;
    case 'path':
      return 'Path';
    case 'secret':
      return 'Secret';
    default:
      return 'str';
  }
}

/** What the conversion around a read makes of its default; undefined where it raises. */
function converted(data: Data, type: FieldType): Data | undefined {
  if (type.kind === 'undecided' || type.kind === 'json') return undefined;
  if (type.kind === 'switch') return switched(data, type);
  if (type.kind === 'bool') return truth(data);
  if (type.kind === 'separated') return pieces(data, type);
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

/** A default that is no text is what a helper gives as it is. */
function switched(data: Data, type: FieldType & { readonly kind: 'switch' }): Data | undefined {
  if (data.kind === 'bool') return data;
  if (data.kind === 'none') return type.otherwise === 'refused' ? undefined : bool(type.otherwise);
  const value = data.kind === 'str' ? switchValue(type, data.value) : 'refused';
  return value === 'refused' ? undefined : bool(value);
}

/** A list is what a helper gives as it is. */
function pieces(data: Data, type: FieldType & { readonly kind: 'separated' }): Data | undefined {
  if (data.kind === 'str') return { kind: type.into, items: piecesOf(type, data.value).map(str) };
  return data.kind === 'list' || data.kind === 'tuple' || data.kind === 'set' ? data : undefined;
}

function truth(data: Data): Data | undefined {
  switch (data.kind) {
    case 'bool':
      return data;
    case 'none':
      return bool(false);
    case 'str':
      return bool(data.value !== '');
    case 'int':
      return bool(data.value !== 0n);
    default:
      return undefined;
  }
}

function int(value: bigint): Data {
  return { kind: 'int', value };
}
