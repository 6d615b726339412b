import type { Undecided } from '../schema/schema.ts';
import { withSubject } from '../values/with-subject.ts';
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
  const { field, sourceClass, source, raises } = failure;
  const kind = raises?.error ?? 'SettingsError';
  return { kind, field: field.name, sourceClass, message: messageOf(failure), ...originOfSource(source) };
}

function messageOf(failure: SourceFailure): string {
  return withSubject(`\`${failure.key}\``, wrongWith(failure));
}

/** What is wrong with the value, without its subject. */
function wrongWith({ field, raises }: SourceFailure): string {
  switch (raises?.why) {
    case 'part-of-whole':
      return `sets a part of what another variable gives \`${field.name}\` as a whole`;
    case 'text-in-strict-dict':
      return `is a text, at which this release of pydantic-settings raises \`${raises.error}\` for \`${field.annotation}\` in a class with \`strict=True\``;
    case undefined:
      return `is not JSON, which \`${field.annotation}\` needs`;
  }
}

/** The outcome of a field at whose value loading ends: it is not the JSON that the field needs. */
export function failed(failure: SourceFailure): FieldOutcome {
  const { field, key, source, raw, raises } = failure;
  const resolution: FieldResolution = {
    field,
    state: 'invalid',
    key,
    source,
    overrides: [],
    errors: [{ type: raises?.error ?? 'settings_error', loc: [], message: wrongWith(failure) }],
    masked: source.secret === true || isMasked(field, key, undefined, raw),
    ...(raw === undefined ? {} : { raw }),
  };
  return { resolution, errors: [], undecided: [] };
}

/** True for a field at whose value loading ends, so that it is not known what other sources give it. */
export function stopsLoading({ errors }: FieldResolution): boolean {
  return /^(?:settings_error|AttributeError|TypeError)$/.test(errors[0]?.type ?? '');
}
