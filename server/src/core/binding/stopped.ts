import type { Undecided } from '../schema/schema.ts';
import { isMasked } from './masked.ts';
import { originOfSource } from './origin.ts';
import type { FieldResolution, ResolutionError } from './resolution.ts';
import type { FieldOutcome } from './resolve-field.ts';
import type { SourceFailure } from './sources.ts';

/** What pydantic says of a class that it refuses to make. */
export function refusal({ reason: message, path, span }: Undecided): ResolutionError {
  return { kind: 'PydanticUserError', message, place: { path, span } };
}

/** The error at which loading ends before anything is validated. */
export function settingsError(failure: SourceFailure): ResolutionError {
  const { field, sourceClass, source, raises: kind = 'SettingsError' } = failure;
  return { kind, field: field.name, sourceClass, message: messageOf(failure), ...originOfSource(source) };
}

function messageOf({ field, key, raises }: SourceFailure): string {
  return raises
    ? `\`${key}\` sets a part of what another variable gives \`${field.name}\` as a whole`
    : `\`${key}\` is not JSON, which \`${field.annotation}\` needs`;
}

/** The outcome of a field at whose value loading ends: it is not the JSON that the field needs. */
export function failed(failure: SourceFailure): FieldOutcome {
  const { field, key, source, raw, raises = 'settings_error' } = failure;
  const resolution: FieldResolution = {
    field,
    state: 'invalid',
    key,
    source,
    overrides: [],
    errors: [{ type: raises, loc: [], message: messageOf(failure) }],
    masked: source.secret === true || isMasked(field, key, undefined, raw),
    ...(raw === undefined ? {} : { raw }),
  };
  return { resolution, errors: [], undecided: [] };
}
