import type { Constraints, FieldType } from '../../schema/field-type.ts';
import type { Field } from '../../schema/schema.ts';
import { constraintAnswer } from '../constraint-answer.ts';
import type { MigrationFacts } from '../facts.ts';
import { pyString } from './python-text.ts';
import { type Samples, samplesFor } from './synthetic.ts';

/** One bound as `Field` takes it. */
export interface Bound {
  readonly name: string;
  /** A Python literal. */
  readonly literal: string;
}

export const BOUNDS: readonly string[] = [
  'gt',
  'ge',
  'lt',
  'le',
  'multiple_of',
  'min_length',
  'max_length',
  'pattern',
];

/** The bounds of the answer `ge=1, le=100`; empty for `none`, undefined where it is not understood. */
export function boundsOf({ answers }: MigrationFacts): readonly Bound[] | undefined {
  const answer = answers.get('constraint');
  if (answer === undefined || constraintAnswer(answer) === undefined) return undefined;
  if (answer.trim() === 'none') return [];
  return [...answer.matchAll(/([a-z_]+)\s*=\s*(.+?)\s*(?=,\s*[a-z_]+\s*=|$)/g)].map(
    ([, name = '', text = '']) => ({
      name,
      literal: name === 'pattern' ? pyString(text) : text.replace(/^\+/, ''),
    }),
  );
}

/** Two texts that the bounds to come allow, whichever are declared now; undefined where none can be made up. */
export function samplesWithin(facts: MigrationFacts, field: Field): Samples | undefined {
  const constraints = constraintAnswer(facts.answers.get('constraint') ?? '');
  return constraints && samplesFor({ ...field, type: rebound(field.type, constraints) });
}

/** The type with these bounds in place of its own ones of the same names; with none at all where these are none. */
function rebound(type: FieldType, constraints: Constraints): FieldType {
  if (type.kind === 'optional') return { ...type, inner: rebound(type.inner, constraints) };
  if (type.kind !== 'constrained') return { kind: 'constrained', inner: type, constraints };
  const isNone = Object.keys(constraints).length === 0;
  return { ...type, constraints: isNone ? {} : { ...type.constraints, ...constraints } };
}

/** A text just beyond a bound; nothing where that is not a matter of counting. */
export function beyond({ name, literal }: Bound): readonly string[] {
  if (!/^-?\d+$/.test(literal)) return [];
  const bound = Number(literal);
  switch (name) {
    case 'gt':
    case 'lt':
      return [literal];
    case 'ge':
      return [String(bound - 1)];
    case 'le':
      return [String(bound + 1)];
    case 'min_length':
      return bound > 0 ? ['x'.repeat(bound - 1)] : [];
    case 'max_length':
      return ['x'.repeat(bound + 1)];
    default:
      return [];
  }
}

/** Whether a literal of Python is within the bounds; undefined where that is not a matter of counting. */
export function isWithin(bounds: readonly Bound[], literal: string): boolean | undefined {
  const verdicts = bounds.map((it) => isInside(it, literal));
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function isInside({ name, literal }: Bound, written: string): boolean | undefined {
  const text = /^(["'])([^"'\\\n]*)\1$/.exec(written)?.[2];
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(text ?? written);
  const [value, bound] = [Number(text ?? written), Number(literal)];
  switch (name) {
    case 'gt':
      return isNumber ? value > bound : undefined;
    case 'ge':
      return isNumber ? value >= bound : undefined;
    case 'lt':
      return isNumber ? value < bound : undefined;
    case 'le':
      return isNumber ? value <= bound : undefined;
    case 'min_length':
      return text === undefined ? undefined : [...text].length >= bound;
    case 'max_length':
      return text === undefined ? undefined : [...text].length <= bound;
    default:
      return undefined;
  }
}
