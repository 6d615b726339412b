import type { FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import type { ValueError } from './coerce.ts';
import {
  accept,
  EXACT,
  inside,
  LAX,
  nested,
  type Outcome,
  reject,
  type Scope,
  undecided,
  type Validate,
} from './outcome.ts';
import { validateTagged } from './tagged-union.ts';
import { unionMembers } from './union-members.ts';
import { validatorName } from './validator-name.ts';

type UnionType = Extract<FieldType, { kind: 'union' }>;

/**
 * pydantic's union. Tagged: the member that the value names. Smart: an exact fit wins at once, else the model that took most fields, else the most exact,
 * else the first. Left to right: the first success. Without one, every member's errors, under the member's name.
 */
export function validateUnion(
  type: UnionType,
  input: Data,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const { choices, nullable, ambiguous } = unionMembers(type);
  if (type.mode === 'tagged') {
    return input.kind === 'none' && nullable
      ? accept(input, EXACT)
      : validateTagged(type, input, scope, validate);
  }
  if (input.kind === 'none' && nullable) {
    return accept(input, EXACT);
  }
  const [only] = choices;
  if (only === undefined) {
    return reject('none_required', 'must be null');
  }
  const outcome =
    choices.length === 1
      ? validate(only, input, scope)
      : choose(choices, type.mode, input, inside(scope), validate);
  return ambiguous && outcome.kind === 'errors'
    ? undecided('a union of equal members is not checked')
    : outcome;
}

function choose(
  members: readonly FieldType[],
  mode: UnionType['mode'],
  input: Data,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const inner: Scope = { ...scope, weighed: scope.weighed || mode === 'smart' };
  let best: Extract<Outcome, { kind: 'value' }> | undefined;
  const failures: { readonly member: FieldType; readonly errors: readonly ValueError[] }[] = [];
  for (const member of members) {
    const outcome = validate(member, input, inner);
    if (outcome.kind === 'undecided') {
      return outcome;
    }
    if (outcome.kind === 'errors') {
      failures.push({ member, errors: outcome.errors });
      continue;
    }
    if (mode === 'left-to-right') {
      return scope.weighed && failures.length > 0 && outcome.exactness !== LAX
        ? undecided('a union inside a union is not checked')
        : outcome;
    }
    if (outcome.exactness === EXACT && outcome.fieldsSet === undefined) {
      return outcome;
    }
    if (best === undefined || isBetter(outcome, best)) {
      best = outcome;
    }
  }
  return best ?? allFailed(failures);
}

function isBetter(
  candidate: Extract<Outcome, { kind: 'value' }>,
  best: Extract<Outcome, { kind: 'value' }>,
): boolean {
  const [before, now] = [best.fieldsSet, candidate.fieldsSet];
  if (before !== undefined && now !== undefined && before !== now) {
    return now > before;
  }
  return candidate.exactness > best.exactness;
}

function allFailed(
  failures: readonly { readonly member: FieldType; readonly errors: readonly ValueError[] }[],
): Outcome {
  const errors: ValueError[] = [];
  for (const { member, errors: own } of failures) {
    const name = validatorName(member);
    if (name === undefined) {
      return undecided('a member of the union has no known name');
    }
    errors.push(...nested(own, [name], ''));
  }
  return { kind: 'errors', errors };
}
