import type { FieldType } from '../schema/field-type.ts';
import type { Data } from '../syntax/data.ts';
import { parseJson } from './json.ts';
import {
  accept,
  EXACT,
  inside,
  LAX,
  lower,
  type Outcome,
  reject,
  type Scope,
  undecided,
  type Validate,
} from './outcome.ts';

/** `Json` and `Json[T]`: a text that pydantic parses itself; a value that is no text is refused. */
export function validateJson(
  inner: FieldType | undefined,
  input: Data,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  if (inner?.kind === 'json') {
    return undecided('JSON inside JSON is not checked');
  }
  if (input.kind !== 'str') {
    return reject('json_type', 'is not a JSON text');
  }
  const result = parseJson(input.value, 'jiter');
  if (result.kind === 'too-deep') {
    return undecided('JSON of this depth is not checked');
  }
  if (result.kind === 'problem') {
    return reject('json_invalid', `is not valid JSON: it ${result.problem.message}`);
  }
  if (inner === undefined) {
    return accept(result.data, LAX);
  }
  const outcome = validate(inner, result.data, { ...inside(scope), json: true });
  return outcome.kind === 'value'
    ? accept(outcome.data, lower(outcome.exactness, scope.json ? EXACT : LAX), outcome.fieldsSet)
    : outcome;
}
