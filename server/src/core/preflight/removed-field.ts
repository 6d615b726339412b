import type { FieldResolution } from '../binding/resolution.ts';
import { isAlikeName, isPartOfName } from './alike-names.ts';
import { isEqual } from './equal-values.ts';
import { inItsPlace } from './in-its-place.ts';
import { type FieldPair, keyOf } from './pairs.ts';
import type { CodeUses, PreflightQuestion } from './question.ts';
import type { Problem, Step } from './report.ts';
import { meansTheSame, numberHeld } from './same-quantity.ts';
import { shown } from './shown.ts';
import { foundOf, placeOf, type Side } from './side.ts';
import { comingKeys, holdsTheSame, type Successor } from './successor.ts';

/** What becomes of keys that the new code no longer reads. */
export interface RemovedKeys {
  readonly problems: readonly Problem[];
  readonly steps: readonly Step[];
}

/**
 * Keys that are set and that the new code ignores. Most are harmless; one in whose place a new field takes its default,
 * or another value, is a value that is lost in silence.
 * @param running the old code on the values of today
 * @param refused keys that stop the new code, of which more is said elsewhere
 * @param known what takes the place of each old key, as records of migrations have them, and where code uses an attribute
 */
export function removedKeys(
  before: Side,
  after: Side,
  running: Side,
  pairs: readonly FieldPair[],
  refused: ReadonlySet<string>,
  known: Pick<PreflightQuestion, 'successors' | 'uses'>,
): RemovedKeys {
  const fresh = pairs.flatMap((it) => (it.to && !it.from ? (foundOf(after, it.to) ?? []) : []));
  const free = fresh.filter((it) => it.state === 'default' || it.state === 'set');
  const problems: Problem[] = [];
  const steps: Step[] = [];
  for (const { from, to } of pairs) {
    const was = from && !to ? foundOf(before, from) : undefined;
    if (!was?.source?.layer || was.source.layer.unproven || was.key === undefined) continue;
    const recorded = known.successors.get(keyOf(before.schema, was.field));
    const successor = successorOf(before, was, after, free, recorded);
    if (successor && was.value !== undefined) {
      const kept = isKept([before, running], after, { was, successor, recorded });
      if (kept === false) problems.push(lost(after, was, successor));
      if (kept === undefined) problems.push(notKnown(after, was, successor));
    }
    const heir = successor || recorded ? undefined : heirOf(before, was, after, free);
    if (heir && was.value !== undefined && !isSameValue(was, heir))
      problems.push(mayBeLost(after, was, heir, 'which stands in its place'));
    const retyped = successor || recorded || heir ? undefined : retypedHeir(before, was, after, free);
    if (retyped) problems.push(mayBeLost(after, was, retyped, 'which is new, of another type'));
    const ignored = ignoredKey(after, was, known.uses);
    if (ignored) {
      problems.push(ignored);
      continue;
    }
    const where = was.source.layer.path;
    if (refused.has(was.key) || isTakenOver(after, was.key)) continue;
    steps.push({
      when: 'after-deploy',
      key: was.key,
      text: `remove \`${was.key}\`${where === undefined ? '' : ` from \`${where}\``}: nothing reads it any more`,
    });
  }
  return { problems, steps };
}

/** The new code still reads the key where the new ones are not set. */
function isTakenOver({ schema }: Side, key: string): boolean {
  const dual = schema.dualReads?.find((it) => it.address !== undefined && fieldReads(schema, it.oldKey, key));
  return dual !== undefined;
}

function fieldReads({ fields, loading }: Side['schema'], inputKey: string, variable: string): boolean {
  const fold = (name: string) => (loading.caseSensitive ? name : name.toUpperCase());
  return fields.some((field) =>
    field.inputs.some((it) => it.key === inputKey && fold(it.environment) === fold(variable)),
  );
}

/**
 * A field that is declared only so that its key is not refused, and that code uses all the same: it gets the default,
 * whatever the environment sets.
 */
function ignoredKey(after: Side, was: FieldResolution, uses: CodeUses): Problem | undefined {
  const field = after.schema.fields.find((it) => it.name === was.field.name);
  if (!field || was.key === undefined) return undefined;
  const stays = field.default;
  if (stays !== undefined && was.value !== undefined && isEqual(stays, was.value)) return undefined;
  const use = uses.ofField(after.snapshot, after.schema, field);
  if (!use) return undefined;
  const how = use.certain ? 'still uses' : 'may still use';
  return {
    cause: 'no-longer-read',
    verdict: use.certain ? 'no' : 'unknown',
    key: was.key,
    field: field.name,
    message: `\`${was.key}\` is set and no longer read, and code ${how} \`${field.name}\`, which takes its default`,
    introduced: true,
    ...placeOf(after.snapshot, use),
  };
}

interface Followed {
  readonly was: FieldResolution;
  readonly successor: FieldResolution;
  readonly recorded: Successor | undefined;
}

/** Whether the value goes on under the new key, as it is or as the record converts it; undefined where nobody knows. */
function isKept(
  old: readonly Side[],
  after: Side,
  { was, successor, recorded }: Followed,
): boolean | undefined {
  if (recorded === undefined)
    return oneOf(old.map((side) => meansTheSame(side, foundOf(side, was.field) ?? was, after, successor)));
  const equal = old.some((side) => isSameValue(foundOf(side, was.field) ?? was, successor));
  if (equal && !recorded.converts) return true;
  return successor.state === 'set' && oneOf(old.map((side) => holdsTheSame(side, after, recorded)));
}

function oneOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function isSameValue({ value: a }: FieldResolution, { value: b }: FieldResolution): boolean {
  return a !== undefined && b !== undefined && isEqual(a, b);
}

/** The new field that takes the place of one that is gone: as a record has it, else the only one that is alike. */
export function successorOf(
  before: Side,
  was: FieldResolution,
  after: Side,
  free: readonly FieldResolution[],
  recorded: Successor | undefined,
): FieldResolution | undefined {
  const key = keyOf(before.schema, was.field);
  if (recorded !== undefined) {
    const coming = comingKeys(recorded);
    return free.find((it) => coming.includes(keyOf(after.schema, it.field)));
  }
  const alike = free.filter(
    (it) => it.field.annotation === was.field.annotation && isAlikeName(key, keyOf(after.schema, it.field)),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

/** A new field that stands where the old one stood, whatever its name, and that nothing sets. */
function heirOf(
  before: Side,
  was: FieldResolution,
  after: Side,
  free: readonly FieldResolution[],
): FieldResolution | undefined {
  const heir = inItsPlace(was.field, before.schema.fields, after.schema.fields);
  return free.find((it) => it.field === heir && it.state === 'default');
}

/**
 * The only new field whose name is alike, of another type, that does not come to the value of the old one: it takes its
 * default, or holds another number.
 */
function retypedHeir(
  before: Side,
  was: FieldResolution,
  after: Side,
  free: readonly FieldResolution[],
): FieldResolution | undefined {
  const key = keyOf(before.schema, was.field);
  const isAlike = (next: string) => isAlikeName(key, next) || isPartOfName(key, next);
  const alike = free.filter((it) => isAlike(keyOf(after.schema, it.field)));
  const [heir] = alike;
  if (!heir || alike.length > 1 || heir.field.annotation === was.field.annotation) return undefined;
  const isNumeric = numberHeld(was) !== undefined && numberHeld(heir) !== undefined;
  if (heir.state === 'set' && !isNumeric) return undefined;
  return meansTheSame(before, was, after, heir) === true ? undefined : heir;
}

function mayBeLost(after: Side, was: FieldResolution, now: FieldResolution, which: string): Problem {
  const key = keyOf(after.schema, now.field);
  const value = shown(now);
  const set = now.state === 'set';
  const takes = set
    ? 'holds another value'
    : `takes its default${value === undefined ? '' : ` \`${value}\``}`;
  return {
    cause: set ? 'other-value' : 'no-longer-read',
    verdict: 'unknown',
    key,
    field: now.field.name,
    message: `\`${was.key}\` is set and no longer read; whether \`${key}\`, ${which} and ${takes}, means the same`,
    introduced: true,
    ...placeOf(after.snapshot, now.field.place),
  };
}

function notKnown(after: Side, was: FieldResolution, now: FieldResolution): Problem {
  const key = keyOf(after.schema, now.field);
  return {
    cause: 'not-decided',
    verdict: 'unknown',
    key,
    field: now.field.name,
    message: `whether \`${key}\`, which is new, means what \`${was.key}\` means is not known`,
    introduced: true,
    ...placeOf(after.snapshot, now.field.place),
  };
}

function lost(after: Side, was: FieldResolution, now: FieldResolution): Problem {
  const key = keyOf(after.schema, now.field);
  const value = shown(now);
  const set = now.state === 'set';
  const holds = set
    ? 'holds another value'
    : `takes its default${value === undefined ? '' : ` \`${value}\``}`;
  return {
    cause: set ? 'other-value' : 'no-longer-read',
    verdict: 'no',
    key,
    field: now.field.name,
    message: `\`${was.key}\` is set and no longer read, and \`${key}\`, which is new, ${holds}`,
    introduced: true,
    ...placeOf(after.snapshot, now.field.place),
  };
}
