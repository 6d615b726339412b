import type { FieldType } from '../schema/field-type.ts';
import type { Loading } from '../schema/loading.ts';
import type { ReaderName } from '../schema/schema.ts';
import { behaviourOf } from '../schema/settings-releases.ts';
import type { Engines } from '../snapshot.ts';
import type { Data } from '../syntax/data.ts';
import type { Coercion } from '../values/coerce.ts';
import { coercePydantic } from '../values/coerce-pydantic.ts';
import { coercePydantic1 } from '../values/coerce-pydantic-1.ts';

/** How a library behaves that makes one object of all values. */
export interface ClassLibrary {
  /** Its name, for people. */
  readonly name: string;
  /** What it makes of a value; `text` for one of a variable that was not decoded. */
  readonly coerce: (
    type: FieldType,
    data: Data,
    text: boolean,
    loading: Loading,
    engines: Engines,
  ) => Coercion;
  /** The error type of a required field that nothing sets. */
  readonly missing: string;
  /** The error type of a key that the class forbids. */
  readonly extra: string;
  /** Errors of a refused default stand under the name of the field, not under its alias. */
  readonly defaultByName: boolean;
}

const PYDANTIC: ClassLibrary = {
  name: 'pydantic-settings',
  coerce: (type, data, text, { strict = false, version }, engines) =>
    coercePydantic(type, data, {
      mode: text ? 'text' : 'native',
      pattern: engines.pattern,
      parseUrl: engines.url,
      strict,
      converts: behaviourOf(version).convertsStrict,
    }),
  missing: 'missing',
  extra: 'extra_forbidden',
  defaultByName: true,
};

const PYDANTIC_1: ClassLibrary = {
  name: 'pydantic 1',
  coerce: (type, data) => coercePydantic1(type, data),
  missing: 'value_error.missing',
  extra: 'value_error.extra',
  defaultByName: false,
};

/** The behaviour of the library that a reader of classes knows. */
export function classLibrary(reader: ReaderName): ClassLibrary {
  return reader === 'pydantic-1' ? PYDANTIC_1 : PYDANTIC;
}
