import type { FieldResolution } from '../binding/resolution.ts';
import { keyOf } from './pairs.ts';
import type { Problem } from './report.ts';
import { foundOf, placeOf, type Side } from './side.ts';

/**
 * What the values of the new version take from a process without a sign of it: a store that cannot be read, such as a
 * secret, is no longer handed to it, or an entry whose value is not seen has gone. What is certain is not said here.
 * @param today one version of the code on the values of today
 * @param release the same code on the values of the new version
 */
export function supplyGone(today: Side, release: Side): readonly Problem[] {
  if (release.resolution.ok === false) return [];
  const stores = storesGone(today, release);
  const unset = release.resolution.fields.filter(isUnset);
  const entries = unset.flatMap((it) => entryGone(today, release, it) ?? []);
  const said = new Set(entries.map((it) => it.field));
  const [store] = stores;
  if (store === undefined) return entries;
  const left = unset.filter((it) => !said.has(it.field.name) && isUnset(foundOf(today, it.field) ?? it));
  const required = left.filter((it) => it.field.required);
  const optional = required.length > 0 ? [] : left.slice(0, 1);
  return [...entries, ...[...required, ...optional].map((it) => storeGone(release, it, store))];
}

/** Stores that cannot be read and that are gone; none where another one has come, which may hold the same. */
function storesGone(today: Side, release: Side): readonly string[] {
  const [before, after] = [today, release].map(({ environment }) => environment.opaque);
  if (!before || !after || after.some((it) => !before.includes(it))) return [];
  return before.filter((it) => !after.includes(it));
}

/** True where nothing that is seen sets a field. */
function isUnset({ state, key, source }: FieldResolution): boolean {
  if (state === 'missing' || state === 'default') return true;
  return state === 'undecided' && key === undefined && source?.layer === undefined;
}

/** That a field is no longer set, where another comparison cannot say so: it is required, or its value is not known. */
function entryGone(today: Side, release: Side, now: FieldResolution): Problem | undefined {
  const was = foundOf(today, now.field);
  if (!was?.source?.layer || was.key === undefined || was.source.layer.unproven) return undefined;
  if (!now.field.required && was.state === 'set') return undefined;
  const what = now.field.required
    ? `is required and no longer set in \`${release.environment.name}\`, as far as that is seen`
    : 'is no longer set, and whether its default is the value of today is not seen';
  return problemOf(release, now, was.key, `\`${was.key}\` ${what}`);
}

function storeGone(release: Side, now: FieldResolution, store: string): Problem {
  const key = keyOf(release.schema, now.field);
  const what = now.field.required
    ? `\`${key}\` is required, and nothing that is seen sets it: \`${store}\`, which may have set it, is no longer supplied`
    : `\`${store}\` is no longer supplied; whether it set \`${key}\`, or another key that now takes its default, is not seen`;
  return problemOf(release, now, key, what);
}

function problemOf(side: Side, { field }: FieldResolution, key: string, message: string): Problem {
  return {
    cause: 'not-seen',
    verdict: 'unknown',
    key,
    field: field.name,
    message,
    introduced: true,
    ...placeOf(side.snapshot, field.place),
  };
}
