import type { FieldResolution } from '../binding/resolution.ts';
import type { Field } from '../schema/schema.ts';
import { toJson } from '../values/dump.ts';
import { compareParts } from './compare-parts.ts';
import { isEqual } from './equal-values.ts';
import type { FieldChange } from './field-change.ts';
import { newFactory } from './new-factory.ts';
import { type FieldPair, keyOf, variablesOf } from './pairs.ts';
import type { Cause, Problem } from './report.ts';
import { isSameField } from './same-field.ts';
import { shown } from './shown.ts';
import { foundOf, isHidden, placeOf, type Side } from './side.ts';

const NOTHING: FieldChange = {};

/**
 * Compares what the old code and the new read for one field from the same values. What does not start is not said
 * here. Values are compared in memory; of a secret nothing but the word "another" comes out.
 */
export function compareField(before: Side, after: Side, pair: FieldPair): readonly FieldChange[] {
  return partsOf(before, after, pair) ?? [compareWhole(before, after, pair)];
}

/** What is set for a nested field on both sides, and comes to something else. */
function partsOf(before: Side, after: Side, { from, to }: FieldPair): readonly FieldChange[] | undefined {
  const [was, now] = [from && foundOf(before, from), to && foundOf(after, to)];
  if (was?.state !== 'set' || now?.state !== 'set' || was.key !== now.key) return undefined;
  return compareParts(before, was, after, now);
}

function compareWhole(before: Side, after: Side, { from, to }: FieldPair): FieldChange {
  if (!to) return NOTHING;
  const now = foundOf(after, to);
  if (!now || now.errors.length > 0) return NOTHING;
  if (!from) return ofNewField(after, to, now);
  const was = foundOf(before, from);
  if (!was) return NOTHING;
  const same = isSameField(before, from, after, to);
  if (same && isSameInput(was, now)) return NOTHING;
  if (isUnsure(after, now) || isUnsure(before, was)) return unseen(before, was, after, now, same);
  if (was.errors.length > 0 || was.state === 'missing') return NOTHING;
  if (was.value === undefined || now.value === undefined) return undecided(before, was, after, now);
  if (isEqual(was.value, now.value)) return NOTHING;
  return otherValue(before, was, after, now);
}

function ofNewField(after: Side, to: Field, now: FieldResolution): FieldChange {
  const key = keyOf(after.schema, to);
  if (now.state === 'missing' || isNowhere(now)) {
    const where = now.possible?.[0]?.path;
    const why = where === undefined ? 'is not seen' : `is not certain: \`${where}\` may`;
    return {
      problem: problemOf(after, to, {
        cause: 'not-seen',
        key,
        message: `\`${key}\` is new and required, and whether \`${after.environment.name}\` sets it ${why}`,
      }),
    };
  }
  const own = now.source?.kind === 'default' || now.source?.kind === 'default_factory';
  if (now.state !== 'undecided') return NOTHING;
  if (own) return newFactory(after, to);
  const reason = reasonOf(after, to) ?? 'its value is not known';
  return {
    problem: problemOf(after, to, {
      cause: 'not-decided',
      key: now.key ?? key,
      message: `\`${now.key ?? key}\` is set and new: ${reason}`,
    }),
  };
}

/** True where nothing that is seen sets the field, and something that is not seen may. */
function isNowhere({ state, key, source }: FieldResolution): boolean {
  return state === 'undecided' && key === undefined && source === undefined;
}

/** True where something that is not seen decides which value counts. */
function isUnsure(side: Side, found: FieldResolution): boolean {
  if (found.state === 'missing' || isNowhere(found)) return found.errors.length === 0;
  return found.state === 'default' && isHidden(side);
}

function unseen(
  before: Side,
  was: FieldResolution,
  after: Side,
  now: FieldResolution,
  same: boolean,
): FieldChange {
  // The same question was answered when the running version started.
  if (same) return NOTHING;
  const { name } = after.environment;
  const key = keyOf(after.schema, now.field);
  const old = variablesOf(before.schema, was.field);
  if (old.every((it) => variablesOf(after.schema, now.field).includes(it)) && now.state === 'missing') {
    if (was.field.required) return NOTHING;
    return {
      problem: problemOf(after, now.field, {
        cause: 'not-seen',
        key,
        message: `\`${key}\` becomes required, and whether \`${name}\` sets it is not seen`,
      }),
    };
  }
  if (now.state === 'default' && was.state === 'default' && isSameDefault(was, now)) return NOTHING;
  const message =
    now.state === 'default' && was.state === 'default'
      ? `the default of \`${key}\` changes${fromTo(was, now)}, and whether \`${name}\` sets it is not seen`
      : `\`${key}\` is read in another way than before, and what \`${name}\` sets is not seen`;
  return { problem: problemOf(after, now.field, { cause: 'not-seen', key, message }) };
}

function isSameDefault(was: FieldResolution, now: FieldResolution): boolean {
  return was.value !== undefined && now.value !== undefined && isEqual(was.value, now.value);
}

/** Code that was changed, or that judges another text than before. */
function undecided(before: Side, was: FieldResolution, after: Side, now: FieldResolution): FieldChange {
  const key = now.key ?? keyOf(after.schema, now.field);
  const reason = reasonOf(after, now.field) ?? reasonOf(before, was.field) ?? 'its value is not evaluated';
  const own = (it: FieldResolution) => it.source?.kind === 'default' || it.source?.kind === 'default_factory';
  const what = own(now) ? `the default of \`${key}\`` : `what becomes of \`${key}\``;
  return {
    problem: problemOf(after, now.field, {
      cause: 'not-decided',
      key,
      message: `${what} changes and is not decided: ${reason}`,
    }),
  };
}

function otherValue(before: Side, was: FieldResolution, after: Side, now: FieldResolution): FieldChange {
  const key = now.key ?? keyOf(after.schema, now.field);
  const put = (cause: Cause, message: string): FieldChange => ({
    problem: { ...problemOf(after, now.field, { cause, key, message }), verdict: 'no' },
  });
  const isRetyped = was.field.annotation !== now.field.annotation;
  if (was.state === 'default' && now.state === 'default' && isRetyped && isWrittenAlike(was, now))
    return { note: retyped(was, now, key, 'default') };
  if (was.state === 'default' && now.state === 'default')
    return put('default-changed', `nothing sets \`${key}\`, and its default changes${fromTo(was, now)}`);
  if (was.state === 'set' && now.state === 'default') {
    const old = was.key ?? keyOf(before.schema, was.field);
    return put(
      'no-longer-read',
      `\`${old}\` is set and no longer read: \`${now.field.name}\` takes its default${is(now)}`,
    );
  }
  if (was.key !== now.key)
    return put(
      'other-key',
      `\`${now.field.name}\` is read from \`${key}\` instead of ${origin(was)}, with another value`,
    );
  if (was.raw === now.raw && (was.field.respelled || now.field.respelled))
    return put(
      'other-value',
      `\`${key}\` is read in another spelling than before: the same text is another value`,
    );
  if (was.raw === now.raw && was.source?.kind === now.source?.kind)
    return { note: retyped(was, now, key, 'text') };
  return put(
    'other-value',
    `\`${now.field.name}\` is read from another place than before, with another value`,
  );
}

function retyped(was: FieldResolution, now: FieldResolution, key: string, what: 'text' | 'default'): string {
  const types = `\`${now.field.annotation}\` now and was \`${was.field.annotation}\``;
  return `\`${key}\` is ${types}: the same ${what} is another value`;
}

/** `[]` and `set()` are one text in JSON. */
function isWrittenAlike(was: FieldResolution, now: FieldResolution): boolean {
  if (was.value === undefined || now.value === undefined) return false;
  return JSON.stringify(toJson(was.value)) === JSON.stringify(toJson(now.value));
}

function origin(was: FieldResolution): string {
  return was.key === undefined ? 'its default' : `\`${was.key}\``;
}

/** True where the library is handed the same: the same text of the same key, or nothing. */
function isSameInput(was: FieldResolution, now: FieldResolution): boolean {
  if (was.key?.toUpperCase() !== now.key?.toUpperCase() || was.source?.kind !== now.source?.kind)
    return false;
  if (was.raw !== now.raw) return false;
  if (was.raw !== undefined || was.value === undefined || now.value === undefined) return true;
  return isEqual(was.value, now.value);
}

function reasonOf({ resolution }: Side, field: Field): string | undefined {
  return resolution.undecided.find((it) => it.field === field.name)?.reason;
}

function problemOf(
  after: Side,
  field: Field,
  it: { readonly cause: Cause; readonly key: string; readonly message: string },
): Problem {
  return {
    ...it,
    verdict: 'unknown',
    field: field.name,
    introduced: true,
    ...placeOf(after.snapshot, field.place),
  };
}

/** Defaults stand in the code; they are shown unless they are secrets. */
function fromTo(was: FieldResolution, now: FieldResolution): string {
  const [old, next] = [shown(was), shown(now)];
  return old === undefined || next === undefined ? '' : ` from \`${old}\` to \`${next}\``;
}

function is(now: FieldResolution): string {
  const text = shown(now);
  return text === undefined ? '' : ` \`${text}\``;
}
