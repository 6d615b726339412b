import type { FieldResolution } from '../binding/resolution.ts';
import type { Field } from '../schema/schema.ts';
import { type Data, entryOf, sameData } from '../syntax/data.ts';
import { nearest } from '../text/nearest.ts';
import { isEqual } from './equal-values.ts';
import { type Model, modelOf } from './field-at.ts';
import type { FieldChange } from './field-change.ts';
import { partKey } from './part-key.ts';
import type { Cause, Problem } from './report.ts';
import { shownData } from './shown.ts';
import { placeOf, type Side } from './side.ts';

/** A nested field on both sides, and the way from it to the model at hand. */
interface Walk {
  readonly before: Side;
  readonly after: Side;
  readonly was: FieldResolution;
  readonly now: FieldResolution;
  readonly path: readonly string[];
}

/** One part as the old code has it and as the new. */
interface Part {
  readonly from: Field;
  readonly to: Field;
  readonly old: Data;
  readonly next: Data;
}

/**
 * Compares what is set for a nested field part by part: a part that nothing sets and that gets another default, one that
 * gives its place to another, one of another type. Undefined where either side is no nested model.
 */
export function compareParts(
  before: Side,
  was: FieldResolution,
  after: Side,
  now: FieldResolution,
): readonly FieldChange[] | undefined {
  const [a, b] = [modelOf(was.field.type), modelOf(now.field.type)];
  if (!a || !b || !was.value || !now.value) return undefined;
  return inModel({ before, after, was, now, path: [] }, a, b, was.value, now.value);
}

function inModel(walk: Walk, a: Model, b: Model, old: Data, next: Data): readonly FieldChange[] {
  const kept = b.fields.flatMap((to) => {
    const from = a.fields.find((it) => it.name === to.name);
    const [one, other] = [from && entryOf(old, from.name), entryOf(next, to.name)];
    return from && one && other ? ofPart(walk, { from, to, old: one, next: other }) : [];
  });
  const fresh = b.fields.filter((to) => a.fields.every((it) => it.name !== to.name));
  const gone = a.fields.filter((from) => b.fields.every((it) => it.name !== from.name));
  return [...kept, ...gone.flatMap((it) => ofGone(walk, it, entryOf(old, it.name), fresh, next))];
}

function ofPart(walk: Walk, part: Part): readonly FieldChange[] {
  const { from, to, old, next } = part;
  if (isEqual(old, next)) return [];
  const [a, b] = [modelOf(from.type), modelOf(to.type)];
  if (a && b) return inModel({ ...walk, path: [...walk.path, to.name] }, a, b, old, next);
  const key = keyIn(walk, to);
  if (isDefault(from, old) && isDefault(to, next)) {
    const [one, other] = from.secret || to.secret ? [] : [shownData(old), shownData(next)];
    const change = one === undefined || other === undefined ? '' : ` from \`${one}\` to \`${other}\``;
    return [
      problemOf(walk, to, 'default-changed', `nothing sets \`${key}\`, and its default changes${change}`),
    ];
  }
  if (from.annotation === to.annotation) return [notDecided(walk, to)];
  const types = `\`${to.annotation}\` now and was \`${from.annotation}\``;
  return [{ note: `\`${key}\` is ${types}: the same text is another value` }];
}

/** A part that is set and that the new model has not: its value is lost where another part is there in its place. */
function ofGone(
  walk: Walk,
  from: Field,
  old: Data | undefined,
  fresh: readonly Field[],
  next: Data,
): readonly FieldChange[] {
  if (old === undefined || isDefault(from, old)) return [];
  const alike = fresh.filter((to) => {
    const value = entryOf(next, to.name);
    return (
      to.annotation === from.annotation &&
      value !== undefined &&
      isDefault(to, value) &&
      nearest(keyIn(walk, from), [keyIn(walk, to)]).length > 0
    );
  });
  const [to] = alike;
  if (!to || alike.length > 1 || isEqual(old, entryOf(next, to.name) ?? old)) return [];
  const value = to.secret ? undefined : shownData(entryOf(next, to.name));
  const takes = `\`${keyIn(walk, to)}\`, which is new, takes its default${value === undefined ? '' : ` \`${value}\``}`;
  const message = `\`${keyIn(walk, from)}\` is set and no longer read, and ${takes}`;
  return [problemOf(walk, to, 'no-longer-read', message)];
}

function notDecided(walk: Walk, to: Field): FieldChange {
  const message = `\`${keyIn(walk, to)}\` comes to another value than before, and why is not evaluated`;
  const { problem } = problemOf(walk, to, 'not-decided', message);
  return { problem: { ...problem, verdict: 'unknown' } };
}

function problemOf(walk: Walk, to: Field, cause: Cause, message: string): { readonly problem: Problem } {
  const { after, now, path } = walk;
  return {
    problem: {
      cause,
      verdict: 'no',
      key: keyIn(walk, to),
      field: [now.field.name, ...path, to.name].join('.'),
      message,
      introduced: true,
      ...placeOf(after.snapshot, to.place),
    },
  };
}

function keyIn({ after, now, path }: Walk, part: Field): string {
  return partKey(after.schema, now, [...path, part.name]);
}

/** True where the value is the one that the part takes by itself. */
function isDefault({ default: own }: Field, value: Data): boolean {
  return own !== undefined && sameData(own, value);
}
