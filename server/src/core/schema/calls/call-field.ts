import type { Expression } from '../../python/tree.ts';
import { type Data, NONE, sameData, str } from '../../syntax/data.ts';
import { pythonText } from '../../syntax/python-text.ts';
import { constantData } from '../constant.ts';
import { isDjangoSettings, settingsOf } from '../django/django-settings.ts';
import type { FieldType } from '../field-type.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import type { AssignedName, Field } from '../schema.ts';
import { isSecretField } from '../secret-names.ts';
import { convertedDefault, refusedDefault } from './converted-default.ts';
import { typeOfCasts } from './environ-cast.ts';
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
  const inner = typeOfCasts(values.map((it) => it.cast));
  const type = withInstead(project, file, values, inner);
  const certain = values.filter((it) => it.certain);
  const dual = values.every((it) => it.dual) ? values[0]?.dual : undefined;
  const required = certain.length > 0 && certain.every((it) => it.form === 'index');
  return {
    name,
    place: first.place,
    declaration: { path: first.place.path, span: first.statement.span },
    annotation: annotationOf(type),
    type,
    required,
    ...(required ? {} : defaultOf(project, file, values, inner, first)),
    defaultFactory: false,
    inputs: inputsOf(name, reads),
    loc: name,
    decoding: 'none',
    secret: isSecretField(name, type, type.kind === 'secret'),
    undecided: [],
    ...(dual ? { dual } : {}),
    ...proxyOf(values),
    reads: reads.map((it) => it.place),
    ...setNames(project, file, reads),
  };
}

/** What `$NAME` stands for, where every read says the same of it. */
function proxyOf(values: readonly VariableRead[]): Pick<Field, 'proxy'> {
  const [first, ...others] = values.map((it) => it.proxy);
  const key = JSON.stringify(first);
  return first && others.every((it) => JSON.stringify(it) === key) ? { proxy: first } : {};
}

function inputsOf(name: string, reads: readonly VariableRead[]): Field['inputs'] {
  const suffixes = new Set(reads.flatMap((it) => it.fileSuffix ?? []));
  const files = [...suffixes].map((it) => {
    const file = name + it;
    return { key: file, environment: file, path: [], inFile: true as const };
  });
  return [{ key: name, environment: name, path: [] }, ...files];
}

/** What a settings module of Django makes of the variable. */
function setNames(
  project: PythonProject,
  file: PythonFile,
  reads: readonly VariableRead[],
): { readonly sets?: readonly AssignedName[] } {
  if (!isDjangoSettings(project, file)) return {};
  const names = new Map(
    reads.flatMap((it) => settingsOf(file, it.statement)).map((it) => [it.name, it] as const),
  );
  return names.size > 0 ? { sets: [...names.values()] } : {};
}

/** `read or "text"`: what stands for an empty text, where every read agrees. */
function withInstead(
  project: PythonProject,
  file: PythonFile,
  values: readonly VariableRead[],
  inner: FieldType,
): FieldType {
  if (values.every((it) => it.cast.instead === undefined)) return inner;
  const found = values.map((it) => it.cast.instead && constantData(project, file, it.cast.instead));
  const [first] = found;
  const agree = first !== undefined && found.every((it) => it && sameData(it, first));
  const value = agree ? convertedDefault(first, inner) : undefined;
  return value === undefined
    ? { kind: 'undecided', reason: 'the code decides what stands for an empty text' }
    : { kind: 'or-empty', inner, empty: value };
}

/** The value without the variable, where every read that has one agrees. */
function defaultOf(
  project: PythonProject,
  file: PythonFile,
  values: readonly VariableRead[],
  type: FieldType,
  first: VariableRead,
): Pick<Field, 'default' | 'defaultText' | 'defaultUndecided' | 'defaultRefused'> {
  const reads = values.filter((it) => it.form === 'get');
  if (reads.length < values.length || reads.length === 0) return {};
  const undecided = (reason: string) => ({ defaultUndecided: { ...first.place, reason } });
  const defaults: Data[] = [];
  for (const it of reads) {
    const data = defaultText(project, file, it);
    if (data === undefined) return undecided('the default is computed');
    const given = it.cast.asText && !it.default?.asItIs ? textOf(data) : data;
    const value = given && (it.default?.asItIs ? given : convertedDefault(given, type));
    if (given?.kind === 'str' && readsDefault(type) && reads.length === 1)
      return { defaultText: given.value };
    const refusal = value === undefined && given && reads.length === 1 && refusedDefault(given, type);
    if (refusal) return { defaultRefused: refusal };
    if (value === undefined) return undecided('the code decides what it makes of the default');
    defaults.push(value);
  }
  const [one, ...others] = defaults;
  if (one === undefined || others.some((it) => !sameData(one, it)))
    return undecided('the reads have different defaults');
  return { default: one };
}

/** Where django-environ converts the default like a variable. */
function readsDefault({ kind }: FieldType): boolean {
  return kind === 'address' || kind === 'lines' || kind === 'bytes';
}

const WITH_TEXT: ReadonlySet<Data['kind']> = new Set(['str', 'none', 'bool', 'int']);

/** What `str()` makes of a default; undefined where that is not followed. */
function textOf(data: Data): Data | undefined {
  const text = WITH_TEXT.has(data.kind) ? pythonText(data) : undefined;
  return text === undefined ? undefined : str(text);
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
    case 'or-empty':
    case 'one-of':
    case 'judged':
    case 'constrained':
      return annotationOf(type.inner);
    case 'pairs':
      return `dict[${annotationOf(type.key)}, ${annotationOf(type.value)}]`;
    case 'enum':
    case 'instance':
      return type.name;
    case 'decimal':
      return 'Decimal';
    case 'uuid':
      return 'UUID';
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
      return type.kind;
    case 'log-level':
      return 'int';
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
