import type { FieldType } from '../schema/field-type.ts';
import type { ReaderName } from '../schema/schema.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import type { Coercion } from '../values/coerce.ts';
import { coerceBuiltin } from '../values/coerce-builtin.ts';
import { coerceCelery } from '../values/coerce-celery.ts';
import { coerceDjangoEnviron } from '../values/coerce-django-environ.ts';
import { coerceDynaconf } from '../values/coerce-dynaconf.ts';
import { coerceEnvirons } from '../values/coerce-environs.ts';
import { coerceFlask } from '../values/coerce-flask.ts';
import { coerceJsonSchema } from '../values/coerce-json-schema.ts';

/** How a library behaves that reads one variable at a time. */
export interface CallLibrary {
  /** What it makes of the text of a variable. */
  readonly coerce: (type: FieldType, text: string, pattern: PatternCompiler) => Coercion;
  /** Class of the exception for a variable that is required and not there. */
  readonly missing: string;
  /** Class of the exception for a text that the conversion refuses. */
  readonly refused: string;
}

const OS_ENVIRON: CallLibrary = {
  coerce: (type, text) => coerceBuiltin(type, text),
  missing: 'KeyError',
  refused: 'ValueError',
};

/** By reader; those that are not named raise what Python itself raises. */
const LIBRARIES: Partial<Record<ReaderName, CallLibrary>> = {
  starlette: {
    coerce: (type, text) => coerceBuiltin(type, text),
    missing: 'KeyError',
    refused: 'ValueError',
  },
  decouple: {
    coerce: (type, text) => coerceBuiltin(type, text),
    missing: 'UndefinedValueError',
    refused: 'ValueError',
  },
  environs: { coerce: coerceEnvirons, missing: 'EnvNotSetError', refused: 'EnvValidationError' },
  'environ-config': {
    coerce: (type, text) => coerceBuiltin(type, text),
    missing: 'MissingEnvValueError',
    refused: 'ValueError',
  },
  flask: { coerce: coerceFlask, missing: 'RuntimeError', refused: 'RuntimeError' },
  celery: { coerce: coerceCelery, missing: 'ImproperlyConfigured', refused: 'ImproperlyConfigured' },
  'json-schema': { coerce: coerceJsonSchema, missing: 'required', refused: 'ValidationError' },
  'django-environ': {
    coerce: coerceDjangoEnviron,
    missing: 'ImproperlyConfigured',
    refused: 'ValueError',
  },
  dynaconf: { coerce: coerceDynaconf, missing: 'ValidationError', refused: 'ValidationError' },
};

/** The behaviour of the library that a reader knows. */
export function callLibrary(reader: ReaderName): CallLibrary {
  return LIBRARIES[reader] ?? OS_ENVIRON;
}
