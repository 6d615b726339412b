import type { Data } from '../syntax/data.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import type { UrlParser } from '../text/url-parser.ts';
import type { ValueError } from './coerce.ts';
import { PART } from './with-subject.ts';

/** How well a value fitted, as pydantic's smart unions compare it: 2 exact, 1 strict, 0 after a conversion. */
export type Exactness = 0 | 1 | 2;

export const LAX = 0;
export const STRICT = 1;
export const EXACT = 2;

/** What validating one value against one type gives, with what a smart union needs to choose among members. */
export type Outcome =
  | {
      readonly kind: 'value';
      readonly data: Data;
      readonly exactness: Exactness;
      /** Fields that models inside took from the input; undefined where there is no model. */
      readonly fieldsSet?: number;
    }
  | { readonly kind: 'errors'; readonly errors: readonly ValueError[] }
  | { readonly kind: 'undecided'; readonly reason: string };

/** What the whole coercion shares and how the value at hand came in. */
export interface Scope {
  readonly pattern: PatternCompiler;
  readonly parseUrl: UrlParser;
  /** The value was parsed by pydantic itself (`Json[T]`), where texts may stand for dates, UUIDs and so on. */
  readonly json: boolean;
  /** Strict mode for the type at hand alone; types inside it start as the class around them says. */
  readonly strict: boolean;
  /** Strict mode of the class around the type at hand. */
  readonly strictClass: boolean;
  /** Inside a smart union, where it counts how well a value fits. */
  readonly weighed: boolean;
  /** Types around the type at hand. */
  readonly depth: number;
}

/** Validates a value against a type of any kind. */
export type Validate<Type> = (type: Type, input: Data, scope: Scope) => Outcome;

/** The value that validation gives, and how well the input fitted. */
export function accept(data: Data, exactness: Exactness, fieldsSet?: number): Outcome {
  return fieldsSet === undefined
    ? { kind: 'value', data, exactness }
    : { kind: 'value', data, exactness, fieldsSet };
}

/** One error at the value itself. */
export function reject(type: string, message: string): Outcome {
  return { kind: 'errors', errors: [{ type, loc: [], message }] };
}

/** No verdict: it depends on what is not evaluated. */
export function undecided(reason: string): Outcome {
  return { kind: 'undecided', reason };
}

/** The scope of a type inside the type at hand. */
export function inside(scope: Scope): Scope {
  return scope.strict === scope.strictClass ? scope : { ...scope, strict: scope.strictClass };
}

/** The worse of two fits. */
export function lower(a: Exactness, b: Exactness): Exactness {
  return a < b ? a : b;
}

/**
 * The same errors, seen from one level further out. The message leads to the part that is wrong, outermost first:
 * ``field `pool.size` is not an integer``, ``field `replicas`, item 2, field `size` is not an integer``.
 */
export function nested(
  errors: readonly ValueError[],
  loc: readonly (string | number)[],
  subject: string,
): readonly ValueError[] {
  return errors.map((error) => ({
    type: error.type,
    loc: [...loc, ...error.loc],
    ...(error.path === undefined ? {} : { path: [...loc, ...error.path] }),
    message: led(subject, error.message),
  }));
}

function led(subject: string, message: string): string {
  if (subject === '') return message;
  if (subject.startsWith('field `') && message.startsWith('field `'))
    return `${subject.slice(0, -1)}.${message.slice('field `'.length)}`;
  return PART.test(message) ? `${subject}, ${message}` : `${subject} ${message}`;
}
