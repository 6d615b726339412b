import type { Field } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { PatternCompiler } from '../text/pattern.ts';
import { isMasked } from './masked.ts';
import type { Asked, ReadOutcome } from './read-outcome.ts';
import type { FieldResolution, ResolutionError } from './resolution.ts';
import { undecidedOf } from './resolve-field.ts';
import { possibleSupply } from './supply.ts';

/** What becomes of a read of a variable that nothing sets. */
export function unset(snapshot: Snapshot, asked: Asked, field: Field, required: boolean): ReadOutcome {
  const hidden = hiddenFile(asked);
  if (hidden !== undefined && !required) {
    const base = { field, overrides: [], masked: isMasked(field, undefined), errors: [] };
    return {
      resolution: { ...base, state: 'undecided' },
      errors: [],
      undecided: [undecidedOf(field, hidden)],
    };
  }
  return required ? notThere(snapshot, asked, field) : withDefault(asked, field, snapshot.engines.pattern);
}

/** Why a file that is not seen may set what nothing else sets. */
export function hiddenFile({
  schema,
  environment,
}: Pick<Asked, 'schema' | 'environment'>): string | undefined {
  const { envFileUndecided, envFilePattern, unread } = schema.loading;
  if (unread) return unread.reason;
  if (envFileUndecided && !envFilePattern) return envFileUndecided.reason;
  const [folder] = schema.loading.secretsDirs;
  if (folder !== undefined && !environment.layers.some((it) => it.kind === 'secrets'))
    return `what \`${folder}\` holds is not seen`;
  const [outside] = environment.outside;
  return outside === undefined ? undefined : `what \`${outside}\` holds is not seen`;
}

function notThere(snapshot: Snapshot, asked: Asked, field: Field): ReadOutcome {
  const { schema, environment, library } = asked;
  const message = `\`${field.name}\` is required and nothing sets it`;
  const base = { field, overrides: [], masked: isMasked(field, undefined) };
  const possible = possibleSupply(snapshot, schema, environment, field);
  const hidden = environment.unseen || environment.opaque.length > 0 || hiddenFile(asked) !== undefined;
  const unsure = hidden || environment.layers.some((it) => it.unproven);
  if (possible.length > 0 || unsure) {
    const reason = `what supplies \`${field.name}\` is not seen`;
    const resolution: FieldResolution = {
      ...base,
      state: 'missing',
      errors: [],
      ...(possible.length > 0 ? { possible } : {}),
    };
    return { resolution, errors: [], undecided: [undecidedOf(field, reason)] };
  }
  const errors = [{ type: 'missing', loc: [], message }];
  const error: ResolutionError = { kind: library.missing, message, place: field.place };
  return { resolution: { ...base, state: 'missing', errors }, errors: [error], undecided: [] };
}

function withDefault({ library }: Asked, field: Field, pattern: PatternCompiler): ReadOutcome {
  const kind = field.defaultFactory ? 'default_factory' : 'default';
  const base = { field, source: { kind }, overrides: [], errors: [] } as const;
  const made =
    field.defaultText === undefined ? undefined : library.coerce(field.type, field.defaultText, pattern);
  if (made?.kind === 'value') {
    const masked = isMasked(field, undefined, made.data);
    return { resolution: { ...base, state: 'default', value: made.data, masked }, errors: [], undecided: [] };
  }
  const refusal = made?.kind === 'errors' ? made.errors[0]?.message : field.defaultRefused;
  if (refusal !== undefined) {
    const message = `the default of \`${field.name}\` ${refusal}`;
    const errors = [{ type: library.refused, loc: [], message }];
    const error: ResolutionError = { kind: library.refused, message, place: field.place };
    return {
      resolution: { ...base, state: 'invalid', errors, masked: isMasked(field, undefined) },
      errors: [error],
      undecided: [],
    };
  }
  if (field.default === undefined) {
    const masked = isMasked(field, undefined);
    const reason = field.defaultUndecided?.reason ?? 'the default is not evaluated';
    const undecided = [undecidedOf(field, reason)];
    return { resolution: { ...base, state: 'undecided', masked }, errors: [], undecided };
  }
  const masked = isMasked(field, undefined, field.default);
  return {
    resolution: { ...base, state: 'default', value: field.default, masked },
    errors: [],
    undecided: [],
  };
}
