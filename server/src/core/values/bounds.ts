import type { Constraints } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { pythonFloatText } from '../syntax/python-text.ts';
import { type Outcome, reject, undecided } from './outcome.ts';

/** How a value stands to a bound: negative, zero or positive; undefined for NaN, which meets no bound. */
export interface Standing {
  readonly order: number | undefined;
}

type Bound = 'le' | 'lt' | 'ge' | 'gt';

const BOUNDS: Readonly<
  Record<Bound, { readonly type: string; readonly words: string; readonly holds: (order: number) => boolean }>
> = {
  le: { type: 'less_than_equal', words: 'must be at most', holds: (order) => order <= 0 },
  lt: { type: 'less_than', words: 'must be less than', holds: (order) => order < 0 },
  ge: { type: 'greater_than_equal', words: 'must be at least', holds: (order) => order >= 0 },
  gt: { type: 'greater_than', words: 'must be greater than', holds: (order) => order > 0 },
};

const CORE_ORDER: readonly Bound[] = ['le', 'lt', 'ge', 'gt'];
const FUNCTION_ORDER: readonly Bound[] = ['gt', 'ge', 'lt', 'le'];

/**
 * The first bound that the value does not meet, in the order of pydantic's core (`wrapped`: in the order in which
 * pydantic wraps a type in functions, one per bound). Undecided when a bound cannot be compared with the value.
 */
export function between(
  constraints: Constraints,
  standing: (bound: Data) => Standing | undefined,
  wrapped = false,
): Outcome | undefined {
  for (const name of wrapped ? FUNCTION_ORDER : CORE_ORDER) {
    const bound = constraints[name];
    if (bound === undefined) {
      continue;
    }
    const place = standing(bound);
    if (place === undefined) {
      return undecided('a constraint does not fit the type');
    }
    const rule = BOUNDS[name];
    if (place.order === undefined || !rule.holds(place.order)) {
      return reject(rule.type, `${rule.words} ${describeBound(bound)}`);
    }
  }
  return undefined;
}

/** A bound as people write it. */
export function describeBound(bound: Data): string {
  switch (bound.kind) {
    case 'int':
    case 'bool':
      return String(bound.value);
    case 'float':
      return pythonFloatText(bound.value);
    case 'str':
    case 'bytes':
      return `\`${bound.value}\``;
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return bound.text;
    case 'none':
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
      return 'the bound in the class';
  }
}
