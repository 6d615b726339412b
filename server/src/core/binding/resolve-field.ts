import type { FieldType } from '../schema/field-type.ts';
import type { Field, FieldInput, SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Engines } from '../snapshot.ts';
import type { Data } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';
import type { Coercion, ValueError } from '../values/coerce.ts';
import { withSubject } from '../values/with-subject.ts';
import { classLibrary } from './class-libraries.ts';
import { decodesAsJson } from './complex.ts';
import type { Item, Items } from './item.ts';
import { isMasked } from './masked.ts';
import { originOf } from './origin.ts';
import type { FieldResolution, ResolutionError } from './resolution.ts';

/** One field's outcome, with what it adds to the outcome of the whole object. */
export interface FieldOutcome {
  readonly resolution: FieldResolution;
  /** The key of the merged data that the field took, if any. */
  readonly used?: string;
  /** Errors that no code of the field can change. */
  readonly errors: readonly ResolutionError[];
  readonly undecided: readonly (Undecided & { readonly field: string })[];
}

const NO_ERRORS: readonly ValueError[] = [];
const NOTHING: readonly never[] = [];

/** A value among the merged data, at the end of an input's path. */
interface Found {
  readonly input: FieldInput;
  readonly item: Item;
  readonly data?: Data;
}

/**
 * What pydantic 2.13 makes of each field, given the merged data of all sources: the first input that is present, else
 * the default, which is validated too.
 */
export function fieldResolver(
  schema: SettingsSchema,
  items: Items,
  engines: Engines,
): (field: Field, index: number) => FieldOutcome {
  const last = lastAccepted(schema);
  return (field, index) => {
    const found = lookUp(field, items) ?? byName(schema, field, items);
    const before = found && last[index];
    if (before && isAsBefore(found, before, engines)) return accepted(field, found, before);
    return resolveField(schema, field, found, engines, (it) => {
      last[index] = it;
    });
  };
}

function resolveField(
  schema: SettingsSchema,
  field: Field,
  found: Found | undefined,
  engines: Engines,
  keep: (it: Accepted) => void,
): FieldOutcome {
  if (found) return withValue(schema, field, found, engines, keep);
  return field.required ? missing(schema, field) : defaultOutcome(schema, field, engines);
}

function lookUp(field: Field, items: Items): Found | undefined {
  for (const input of field.inputs) {
    const item = items.get(input.key);
    if (!item) continue;
    if (item.data === undefined) return { input, item };
    const data = follow(item.data, input.path);
    if (data !== undefined) return { input, item, data };
  }
  return undefined;
}

/** Where variables do not set a field by its name, files and unknown keys of dotenv files still do. */
function byName({ loading, reader }: SettingsSchema, field: Field, items: Items): Found | undefined {
  if (
    reader !== 'pydantic-settings' ||
    !loading.populateByName ||
    field.inputs.some((it) => it.key === field.name)
  )
    return undefined;
  const item = items.get(field.name);
  const input = { key: field.name, environment: field.name, path: [] };
  return item && { input, item, ...(item.data === undefined ? {} : { data: item.data }) };
}

function follow(data: Data, path: readonly (string | number)[]): Data | undefined {
  let here: Data | undefined = data;
  for (const step of path) {
    if (here === undefined) return undefined;
    if (typeof step === 'number') {
      here = here.kind === 'list' ? here.items[step < 0 ? here.items.length + step : step] : undefined;
    } else {
      here =
        here.kind === 'dict'
          ? here.entries.find(([key]) => key.kind === 'str' && key.value === step)?.[1]
          : undefined;
    }
  }
  return here;
}

function withValue(
  schema: SettingsSchema,
  field: Field,
  found: Found,
  engines: Engines,
  keep: (it: Accepted) => void,
): FieldOutcome {
  const { item, data } = found;
  const coercion: Coercion =
    data === undefined
      ? { kind: 'undecided', reason: item.reason ?? 'the value is not known' }
      : isText(item, data) && !decodesAsJson(field) && !item.extra
        ? classLibrary(schema.reader).coerce(field.type, data, true, schema.loading, engines)
        : coerceData(engines)(schema)(field.type)(data);
  const verdict = judge(field, coercion);
  const masked = isSecretItem(item) || isMasked(field, item.key, data, item.raw);
  const { key, source, overrides, raw } = item;
  if (verdict.kind === 'value') {
    const { input, data: from } = found;
    const now = { engines, input, key, raw, from, text: isText(item, from), value: verdict.data, masked };
    keep(now);
    return accepted(field, found, now);
  }
  const loc = [found.input.key, ...found.input.path];
  const base = { field, key, source, overrides, raw, masked };
  const used = found.input.key;
  if (verdict.kind === 'errors') {
    const errors = verdict.errors.map((it) => validationError(field, loc, it, `\`${field.name}\``, item));
    const several = item.parts.length > 0 && source.kind !== 'file';
    const origins = several ? verdict.errors.map((it) => originOf(item, it.path ?? it.loc)) : undefined;
    const invalid = { ...base, state: 'invalid', errors: verdict.errors } as const;
    return { ...outcome({ ...invalid, ...(origins ? { origins } : {}) }, errors), used };
  }
  const undecided = [undecidedOf(field, verdict.reason)];
  return { ...outcome({ ...base, state: 'undecided', errors: NO_ERRORS }, NOTHING, undecided), used };
}

/** What was made of a value that a field took, and everything that was looked at for it. */
interface Accepted {
  readonly engines: Engines;
  readonly input: FieldInput;
  readonly key: string;
  readonly raw: string | undefined;
  readonly from: Data | undefined;
  readonly text: boolean;
  readonly value: Data;
  readonly masked: boolean;
}

/** True when a store of secrets holds it, or a piece of it. */
function isSecretItem({ source, parts }: Item): boolean {
  return source.secret === true || parts.some((part) => part.source.secret === true);
}

/** The last for each field, in the order of the fields: a key press changes one value of many. */
const lastAccepted = memo((_schema: SettingsSchema): (Accepted | undefined)[] => []);

function isAsBefore({ input, item, data }: Found, before: Accepted, engines: Engines): boolean {
  if (before.input !== input || before.raw !== item.raw || before.key !== item.key) return false;
  if (isSecretItem(item) && !before.masked) return false;
  const text = isText(item, data);
  return before.engines === engines && before.text === text && (text || before.from === data);
}

function accepted(field: Field, { input, item }: Found, { value, masked }: Accepted): FieldOutcome {
  const { key, source, overrides, raw } = item;
  return {
    resolution: { field, state: 'set', key, value, raw, source, overrides, errors: NO_ERRORS, masked },
    used: input.key,
    errors: NOTHING,
    undecided: NOTHING,
  };
}

/** What a type makes of the data of a file; data that only moves in its file is the same object. */
const coerceData = memo((engines: Engines) =>
  memo(({ reader, loading }: SettingsSchema) =>
    memo((type: FieldType) =>
      memo((data: Data): Coercion => classLibrary(reader).coerce(type, data, false, loading, engines)),
    ),
  ),
);

/** True for a variable's text that was not decoded. */
function isText(item: Item, data: Data | undefined): data is Data & { readonly kind: 'str' } {
  const variable = item.source.kind === 'process' || item.source.kind === 'dotenv';
  return variable && data?.kind === 'str' && data.value === item.raw;
}

/** Code of the user may change what was found; only errors before code that sees accepted values are sure. */
function judge(field: Field, coercion: Coercion): Coercion {
  const [code] = field.undecided;
  if (!code || coercion.kind === 'undecided') return coercion;
  const before = field.undecided.find((it) => !it.after);
  if (coercion.kind === 'errors' && !before) return coercion;
  return { kind: 'undecided', reason: (before ?? code).reason };
}

/** The outcome of a required field that nothing sets. */
export function missing({ reader }: SettingsSchema, field: Field): FieldOutcome {
  const type = classLibrary(reader).missing;
  const [first] = field.inputs;
  const loc = first ? [first.key, ...first.path] : [field.loc];
  const message = `\`${field.name}\` is required and nothing sets it`;
  const errors: readonly ValueError[] = [{ type, loc: [], message }];
  return outcome({ field, state: 'missing', overrides: [], errors, masked: isMasked(field, undefined) }, [
    { kind: 'ValidationError', type, loc, message, place: field.place },
  ]);
}

/** What becomes of a field that nothing sets and that has a default. */
export function defaultOutcome(schema: SettingsSchema, field: Field, engines: Engines): FieldOutcome {
  const kind = field.defaultFactory ? 'default_factory' : 'default';
  const base = { field, source: { kind }, overrides: [] } as const;
  if (field.default === undefined) {
    const it = field.defaultUndecided;
    const why = it ? { ...it, field: field.name } : undecidedOf(field, 'the default is not evaluated');
    const masked = isMasked(field, undefined);
    return outcome({ ...base, state: 'undecided', errors: [], masked }, [], [why]);
  }
  const masked = isMasked(field, undefined, field.default);
  if (!(field.validateDefault ?? schema.loading.validateDefault)) {
    return outcome({ ...base, state: 'default', value: field.default, errors: [], masked });
  }
  const library = classLibrary(schema.reader);
  const accepted: Coercion = field.defaultObject
    ? { kind: 'value', data: field.default }
    : library.coerce(field.type, field.default, false, schema.loading, engines);
  const coercion = judge(field, wantsObject(accepted) ? OBJECT_UNKNOWN : accepted);
  switch (coercion.kind) {
    case 'value':
      return outcome({ ...base, state: 'default', value: coercion.data, errors: [], masked });
    case 'errors': {
      const loc = [library.defaultByName ? field.name : field.loc];
      const errors = coercion.errors.map((it) =>
        validationError(field, loc, it, `the default of \`${field.name}\``),
      );
      return outcome({ ...base, state: 'invalid', errors: coercion.errors, masked }, errors);
    }
    case 'undecided':
      return outcome(
        { ...base, state: 'undecided', errors: [], masked },
        [],
        [undecidedOf(field, coercion.reason)],
      );
  }
}

const OBJECT_UNKNOWN: Coercion = {
  kind: 'undecided',
  reason: 'whether the default is an object of the class that a strict field needs is not known',
};

/** Strict fields of some types take objects only; what an object in code holds looks like any other value here. */
function wantsObject(coercion: Coercion): boolean {
  return (
    coercion.kind === 'errors' &&
    coercion.errors.some((it) => it.type === 'is_instance_of' || it.type === 'dataclass_exact_type')
  );
}

function validationError(
  field: Field,
  loc: readonly (string | number)[],
  error: ValueError,
  subject: string,
  item?: Item,
): ResolutionError {
  const base = {
    kind: 'ValidationError',
    type: error.type,
    loc: [...loc, ...error.loc],
    message: withSubject(subject, error.message),
  };
  const origin = item && originOf(item, error.path ?? error.loc);
  return origin ? { ...base, ...origin } : { ...base, place: field.declaration };
}

/** The reason a field is left open, at the code that leaves it open where there is one. */
export function undecidedOf(field: Field, reason: string): Undecided & { readonly field: string } {
  const code = field.undecided.find((it) => it.reason === reason);
  const { path, span } = code ?? field.place;
  return { field: field.name, reason, path, span };
}

function outcome(
  resolution: FieldResolution,
  errors: FieldOutcome['errors'] = NOTHING,
  undecided: FieldOutcome['undecided'] = NOTHING,
): FieldOutcome {
  return { resolution, errors, undecided };
}
