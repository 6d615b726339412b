import type { Field, SettingsSchema, Undecided } from '../schema/schema.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import type { Coercion } from '../values/coerce.ts';
import type { CallLibrary } from './call-libraries.ts';
import type { Environment } from './environment.ts';
import { isMasked } from './masked.ts';
import { originOfSource } from './origin.ts';
import type { FieldResolution, ResolutionError, Source } from './resolution.ts';
import { undecidedOf } from './resolve-field.ts';
import type { Variable, VariableValue } from './variables.ts';

/** What is not decided, of one field or of all. */
export type Open = Undecided & { readonly field?: string };

/** What one field comes to, what is wrong with it and what is left open. */
export interface ReadOutcome {
  readonly resolution: FieldResolution;
  readonly errors: readonly ResolutionError[];
  readonly undecided: readonly Open[];
}

/** A variable with what it hides, highest rank first. */
export interface Winner {
  readonly variable: Variable;
  readonly overrides: readonly Source[];
}

/** What is asked: one schema in one environment, and how its library behaves. */
export interface Asked {
  readonly schema: SettingsSchema;
  readonly environment: Environment;
  readonly library: CallLibrary;
}

/** What a read makes of the variable that it finds. */
export function readValue(
  library: CallLibrary,
  field: Field,
  { variable, overrides }: Winner,
  pattern: PatternCompiler,
): ReadOutcome {
  const { value, source, name: key } = variable;
  const raw = value.kind === 'text' ? value.text : undefined;
  const masked = source.secret === true || isMasked(field, key, undefined, raw);
  const base = { field, key, source, overrides, masked, ...(raw === undefined ? {} : { raw }) };
  const unproven = source.layer?.unproven ? 'nothing shows that this file is loaded' : undefined;
  const coercion = coercionOf(library, field, value, pattern);
  const reason = unproven ?? (coercion.kind === 'undecided' ? coercion.reason : field.undecided[0]?.reason);
  if (coercion.kind === 'undecided' || reason !== undefined) {
    const undecided = [undecidedOf(field, reason ?? 'the value is not known')];
    return { resolution: { ...base, state: 'undecided', errors: [] }, errors: [], undecided };
  }
  if (coercion.kind === 'value') {
    return {
      resolution: { ...base, state: 'set', value: coercion.data, errors: [] },
      errors: [],
      undecided: [],
    };
  }
  const message = `\`${key}\` ${coercion.errors[0]?.message ?? 'cannot be converted'}`;
  const kind = coercion.errors[0]?.raised ?? library.refused;
  const error: ResolutionError = { kind, message, ...originOfSource(source) };
  return {
    resolution: { ...base, state: 'invalid', errors: coercion.errors },
    errors: [error],
    undecided: [],
  };
}

function coercionOf(
  library: CallLibrary,
  field: Field,
  value: VariableValue,
  pattern: PatternCompiler,
): Coercion {
  switch (value.kind) {
    case 'text':
      return library.coerce(field.type, value.text, pattern);
    case 'refused': {
      const { error: raised, reason: message } = value;
      return { kind: 'errors', errors: [{ type: raised, loc: [], message, raised }] };
    }
    case 'unknown':
      return { kind: 'undecided', reason: value.reason };
    case 'unset':
      return { kind: 'undecided', reason: 'the value is not known' };
  }
}
