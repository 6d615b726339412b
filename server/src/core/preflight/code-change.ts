import type { Undecided } from '../schema/schema.ts';
import { compareField } from './compare-field.ts';
import { isEqual } from './equal-values.ts';
import type { FieldChange } from './field-change.ts';
import { goneAttributes } from './gone-attributes.ts';
import { goneConstants } from './gone-constants.ts';
import { type FieldPair, pairFields } from './pairs.ts';
import type { CodeUses, PreflightQuestion } from './question.ts';
import { removedKeys } from './removed-field.ts';
import type { Problem, Step } from './report.ts';
import { isSameCode } from './same-field.ts';
import { foundOf, placeOf, type Side } from './side.ts';
import { startProblems } from './start-problems.ts';
import { unitProblem } from './unit-problem.ts';

/** What the new code does otherwise than the old, on the same values. */
export interface CodeChange {
  readonly problems: readonly Problem[];
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

/**
 * Compares two versions of the code on one set of values.
 * @param running the old code on the values of today, which may be others
 */
export function codeChange(
  before: Side,
  after: Side,
  running: Side,
  successors: PreflightQuestion['successors'],
  uses: CodeUses,
): CodeChange {
  const pairs = pairFields({ from: before.schema, to: after.schema });
  const changes = pairs.flatMap((it): readonly FieldChange[] => {
    const unit = unitProblem(before, after, running, it);
    if (unit) return [unit];
    return holdsAsNow(running, after, it) ? [] : compareField(before, after, it);
  });
  const stops = startProblems(after, running);
  const refused = new Set(stops.flatMap((it) => (it.cause === 'key-refused' ? (it.key ?? []) : [])));
  const removed = removedKeys(before, after, running, pairs, refused, { successors, uses });
  // Where nothing runs, there is no value that the new code could change.
  const runs = running.resolution.ok !== false;
  const silent = runs ? changes.flatMap((it) => it.problem ?? []) : [];
  const gone =
    stops.length > 0
      ? []
      : [...goneAttributes(before, after, uses), ...goneConstants(before, after.snapshot, uses)];
  const whole = wholeObject(before, after, silent.length > 0 || stops.length > 0);
  return {
    problems: [
      ...stops,
      ...silent,
      ...(runs ? removed.problems : []),
      ...gone,
      ...whole,
      ...(runs ? [] : openStart(after)),
    ],
    steps: removed.steps,
    notes: changes.flatMap((it) => it.note ?? []),
  };
}

/** Where what runs does not start either, nothing is compared: then the new code has to start by itself. */
function openStart(after: Side): readonly Problem[] {
  const [open] = after.resolution.ok === null ? after.resolution.undecided : [];
  if (!open) return [];
  return [
    {
      cause: 'not-decided',
      verdict: 'unknown',
      message: `whether it starts is not decided: ${open.reason}`,
      introduced: true,
      ...placeOf(after.snapshot, open),
    },
  ];
}

/** True where the new code comes to the value that the old one holds today, however it comes to it. */
function holdsAsNow(running: Side, after: Side, { from, to }: FieldPair): boolean {
  const [was, now] = [from && foundOf(running, from)?.value, to && foundOf(after, to)?.value];
  return was !== undefined && now !== undefined && isEqual(was, now);
}

/**
 * Code that judges the object as a whole, and what the schema does not show. The same text in both versions is no
 * change; where values differ already, it adds nothing.
 */
function wholeObject(before: Side, after: Side, differs: boolean): readonly Problem[] {
  if (differs || after.resolution.ok !== null) return [];
  const names = new Set(after.schema.fields.map((it) => it.name));
  const open = after.resolution.undecided.filter((it) => it.field === undefined || !names.has(it.field));
  const known = before.resolution.undecided;
  return open.flatMap((it): readonly Problem[] => {
    const same = known.find((other) => other.reason === it.reason);
    if (same && (isOpen(after, it) || isSameCode(before, [same], after, [it]))) return [];
    return [
      {
        cause: 'not-decided',
        verdict: 'unknown',
        message: `${it.reason}: this was not so before, and what it does is not evaluated`,
        introduced: true,
        ...placeOf(after.snapshot, it),
      },
    ];
  });
}

/** Bases outside of the workspace are no text of ours. */
function isOpen({ schema }: Side, it: Undecided): boolean {
  return schema.open.some((other) => other.reason === it.reason);
}
