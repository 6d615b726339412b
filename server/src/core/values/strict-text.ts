import type { FieldType } from '../schema/field-type.ts';
import type { SettingsRelease } from '../schema/settings-releases.ts';
import { type Data, str } from '../syntax/data.ts';
import { stripConstraints } from './constraint-fit.ts';
import { parseJson } from './json.ts';
import { type Outcome, reject, type Scope, undecided } from './outcome.ts';
import { convertsAlways } from './strict-members.ts';
import { validate } from './validate.ts';

/**
 * A text for a field of a strict class: pydantic-settings converts it to the field's type, without the constraints, in
 * a lax way, and takes it for JSON where that fails (`EnvSettingsSource` since 2.12, JSON since 2.14). What it made is
 * of the field's type, so strict validation then takes it; a text that cannot be converted stays as it is.
 */
export function convertedForStrict(
  type: FieldType,
  input: Extract<Data, { kind: 'str' }>,
  scope: Scope,
  orJson: boolean,
): Outcome {
  if (holdsJson(type)) {
    return orJson ? jsonForStrict(type, input, scope) : undecided(JSON_OPEN);
  }
  const lax: Scope = { ...scope, strict: false, strictClass: false };
  const bare = stripConstraints(type);
  const direct = validate(bare, input, lax);
  if (direct.kind !== 'errors') {
    return direct.kind === 'value' ? validate(withoutStrict(type), input, lax) : direct;
  }
  const decoded = orJson ? parseJson(input.value) : undefined;
  if (decoded?.kind !== 'data' || decoded.data.kind === 'str') {
    return validate(type, input, scope);
  }
  const second = validate(bare, decoded.data, lax);
  if (second.kind === 'errors') {
    return validate(type, input, scope);
  }
  if (second.kind === 'undecided' || second.data.kind === 'none') {
    return second.kind === 'undecided' ? second : undecided('a text that leaves the field unset');
  }
  return validate(withoutStrict(type), decoded.data, lax);
}

const JSON_OPEN = 'JSON in a field of a strict class is not checked';

/**
 * pydantic-settings (2.14 and 2.15, `_coerce_env_val_strict`) leaves a text alone where it finds `Json` in the type. Of
 * `Json[T]` alone it sees T only: what it makes of the text is no text any more, and `Json` refuses it.
 */
function jsonForStrict(type: FieldType, input: Extract<Data, { kind: 'str' }>, scope: Scope): Outcome {
  if (type.kind === 'constrained') return undecided(JSON_OPEN);
  if (type.kind !== 'json' || type.inner === undefined) return validate(type, input, scope);
  const lax: Scope = { ...scope, strict: false, strictClass: false };
  const direct = validate(stripConstraints(type.inner), input, lax);
  if (direct.kind === 'undecided') return direct;
  if (direct.kind === 'value')
    return direct.data.kind === 'str' ? validate(type, direct.data, scope) : convertedOf(direct.data);
  const decoded = parseJson(input.value);
  if (decoded.kind !== 'data' || decoded.data.kind === 'str') return validate(type, input, scope);
  const second = validate(stripConstraints(type.inner), decoded.data, lax);
  if (second.kind === 'errors') return validate(type, input, scope);
  return second.kind === 'value' ? convertedOf(second.data) : second;
}

function convertedOf(data: Data): Outcome {
  // Bytes are read as JSON once more, and `None` leaves the field unset.
  if (data.kind === 'bytes' || data.kind === 'none' || data.kind === 'str') return undecided(JSON_OPEN);
  return reject('json_type', 'is converted before `Json` reads it, which a strict class does not allow');
}

/**
 * The same for a part of a nested value, whose field pydantic-settings looks up; a class that is not strict has fields
 * that are: unions with strict members and literals with numeric members of enums (since 2.14). Undefined where what
 * comes of it is an object that this program cannot hand on.
 */
export function convertedPart(
  type: FieldType,
  text: string,
  strictClass: boolean,
  converts: SettingsRelease['convertsStrict'],
): Data | undefined {
  const input = str(text);
  const bare = stripConstraints(type);
  const wanted = strictClass ? converts !== 'never' : converts === 'unions' && convertsAlways(bare);
  if (!wanted) {
    return input;
  }
  if (!isPlain(bare)) {
    return undefined;
  }
  const direct = validate(bare, input, PART_SCOPE);
  if (direct.kind !== 'errors') {
    return direct.kind === 'value' ? direct.data : undefined;
  }
  const decoded = converts === 'unions' ? parseJson(text) : undefined;
  if (decoded?.kind !== 'data' || decoded.data.kind === 'str') {
    return input;
  }
  const second = validate(bare, decoded.data, PART_SCOPE);
  return second.kind === 'errors' ? input : second.kind === 'value' ? second.data : undefined;
}

const PART_SCOPE: Scope = {
  pattern: () => undefined,
  parseUrl: () => undefined,
  json: false,
  strict: false,
  strictClass: false,
  weighed: false,
  depth: 0,
};

/** Types whose values are the same objects here as in Python, and that no pattern or URL parser judges. */
function isPlain(type: FieldType): boolean {
  switch (type.kind) {
    case 'str':
    case 'int':
    case 'float':
    case 'bool':
    case 'bytes':
    case 'none':
    case 'any':
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'uuid':
    case 'decimal':
    case 'path':
      return true;
    case 'literal':
      return type.members.every((it) => it.enumBase === undefined);
    case 'constrained':
      return type.constraints.pattern === undefined && isPlain(type.inner);
    case 'optional':
      return isPlain(type.inner);
    case 'union':
      return type.members.every(isPlain);
    default:
      return false;
  }
}

function withoutStrict(type: FieldType): FieldType {
  if (type.kind !== 'constrained') {
    return type;
  }
  const { strict: _strict, ...constraints } = type.constraints;
  return { ...type, inner: withoutStrict(type.inner), constraints };
}

function holdsJson(type: FieldType): boolean {
  switch (type.kind) {
    case 'json':
      return true;
    case 'constrained':
    case 'optional':
      return holdsJson(type.inner);
    case 'union':
      return type.members.some(holdsJson);
    default:
      return false;
  }
}
