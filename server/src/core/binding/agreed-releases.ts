import { toJson } from '../values/dump.ts';
import type { FieldResolution, Resolution, ResolutionError } from './resolution.ts';

/**
 * What several releases of the library make of one class alike. What they make different things of is undecided: a
 * project that locks none may run with any.
 */
export function agreed(newest: Resolution, others: readonly Resolution[]): Resolution {
  if (others.length === 0) return newest;
  const { schema } = newest;
  const reason = `releases ${schema.otherReleases?.asked ?? ''} of pydantic-settings, of which none is locked, differ here`;
  const fields = newest.fields.map((field) =>
    others.every((it) => isSame(field, counterpart(field, it))) ? field : left(field),
  );
  const open = fields.filter((it, index) => it !== newest.fields[index]);
  const agreedErrors = newest.errors.filter((error) =>
    others.every((it) => it.errors.some((other) => signature(other) === signature(error))),
  );
  const asWhole = ({ errors }: Resolution) => errors.map(signature).join('\n');
  const differs = others.some((it) => it.ok !== newest.ok || asWhole(it) !== asWhole(newest));
  const object = differs && open.length === 0 ? [{ ...schema.place, reason }] : [];
  return {
    ...newest,
    ok: others.every((it) => it.ok === newest.ok) ? newest.ok : null,
    fieldsOk: others.every((it) => it.fieldsOk === newest.fieldsOk) ? newest.fieldsOk : null,
    fields,
    errors: agreedErrors,
    undecided: [
      ...newest.undecided.filter((it) => !open.some(({ field }) => field.name === it.field)),
      ...open.map(({ field }) => ({ ...field.place, reason, field: field.name })),
      ...object,
    ],
  };
}

function counterpart({ field }: FieldResolution, { fields }: Resolution): FieldResolution | undefined {
  return fields.find((it) => it.field.name === field.name);
}

function isSame(a: FieldResolution, b: FieldResolution | undefined): boolean {
  return (
    b !== undefined &&
    a.state === b.state &&
    a.source?.kind === b.source?.kind &&
    a.source?.entry === b.source?.entry &&
    json(a) === json(b) &&
    a.errors.map((it) => `${it.type} ${it.loc.join('.')}`).join() ===
      b.errors.map((it) => `${it.type} ${it.loc.join('.')}`).join()
  );
}

function json({ value }: FieldResolution): string | undefined {
  return value && JSON.stringify(toJson(value));
}

/** The field without a value or an error, which only one of the releases gives. */
function left({ value: _value, origins: _origins, ...field }: FieldResolution): FieldResolution {
  return { ...field, state: 'undecided', errors: [] };
}

function signature({ kind, type, loc, field }: ResolutionError): string {
  return `${kind} ${type ?? ''} ${(loc ?? []).join('.')} ${field ?? ''}`;
}
