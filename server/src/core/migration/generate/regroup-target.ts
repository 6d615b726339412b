import type { ClassStatement, Statement } from '../../python/tree.ts';
import type { PythonFile } from '../../schema/reader.ts';
import type { Field } from '../../schema/schema.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { isGenerated } from './end-of-migration.ts';
import { declarationIn, fieldNameFor, whyNotWritten } from './pydantic-target.ts';

/** One key of either side, with the attribute that it sets. */
export interface RegroupKey {
  readonly key: string;
  readonly attribute: string;
}

export interface OldKey extends RegroupKey {
  readonly field?: Field;
  readonly declaration?: Statement & { readonly kind: 'annotated' };
}

/** A settings class whose old keys become other keys, their values converted. */
export interface RegroupTarget {
  readonly reader: ReaderFacts;
  /** What the class declares: the old keys, both while both are read, or the new keys alone. */
  readonly declares: 'old' | 'both' | 'new';
  readonly file: PythonFile;
  readonly settings: ClassStatement;
  readonly olds: readonly OldKey[];
  readonly news: readonly RegroupKey[];
}

export type Regrouped =
  | { readonly ok: true; readonly target: RegroupTarget }
  | { readonly ok: false; readonly reason?: string };

/** Finds the declarations of a reader's old keys, or of the new ones once those took their place. */
export function regroupTarget(facts: MigrationFacts, reader: ReaderFacts, id: string): Regrouped {
  const { project, fromKeys, toKeys } = facts;
  const fieldsOf = (keys: readonly string[]) => keys.flatMap((key) => reader.fields.get(key) ?? []);
  const [oldFields, newFields] = [fieldsOf(fromKeys), fieldsOf(toKeys)];
  const [field] = [...oldFields, ...newFields];
  if (field === undefined) return { ok: false };
  const file = project
    .mentioning([field.name])
    .find((it) => it.file.path === field.declaration.path && !it.stale);
  const found = file && declarationIn(file, field);
  if (file === undefined || found === undefined) {
    return { ok: false, reason: `the declaration of \`${field.name}\` is not found in code that parses` };
  }
  const { settings } = found;
  const generated = oldFields.some((it) => isGenerated(project, it, id));
  const declares = oldFields.length === 0 ? 'new' : generated ? 'both' : 'old';
  if (declares === 'old' && oldFields.length < fromKeys.length) {
    const missing = fromKeys.filter((key) => !reader.fields.has(key)).map((key) => `\`${key}\``);
    return {
      ok: false,
      reason: `\`${settings.name}\` does not read ${missing.join(', ')}: change it by hand`,
    };
  }
  const olds: OldKey[] = [];
  for (const key of fromKeys) {
    const own = reader.fields.get(key);
    const named =
      own === undefined ? fieldNameFor(key, reader, field.name) : { ok: true as const, name: own.name };
    if (!named.ok) return named;
    const place = own && declarationIn(file, own);
    const why = declares === 'old' && own ? whyNotWritten(file, reader, own, settings, place) : undefined;
    if (why !== undefined) return { ok: false, reason: why };
    olds.push({
      key,
      attribute: named.name,
      ...(own ? { field: own } : {}),
      ...(place ? { declaration: place.declaration } : {}),
    });
  }
  const news: RegroupKey[] = [];
  for (const key of toKeys) {
    const named = fieldNameFor(key, reader, field.name);
    if (!named.ok) return named;
    news.push({ key, attribute: reader.fields.get(key)?.name ?? named.name });
  }
  return { ok: true, target: { reader, declares, file, settings, olds, news } };
}
