import type { Constraints } from '../schema/field-type.ts';
import { type Data, float, str } from '../syntax/data.ts';
import { type Keywords, keywords, list } from './json-schema-object.ts';

/** A decimal as pydantic 2.13 writes it: a number within its bounds, or a text of so many digits. */
export function decimalSchema({
  gt,
  ge,
  lt,
  le,
  multipleOf,
  maxDigits,
  decimalPlaces,
}: Constraints): Keywords {
  return {
    anyOf: list([
      keywords({
        type: str('number'),
        exclusiveMinimum: numberOf(gt),
        minimum: numberOf(ge),
        exclusiveMaximum: numberOf(lt),
        maximum: numberOf(le),
        multipleOf: numberOf(multipleOf),
      }),
      keywords({ type: str('string'), pattern: str(pattern(maxDigits, decimalPlaces)) }),
    ]),
  };
}

function numberOf(data: Data | undefined): Data | undefined {
  if (data === undefined) return undefined;
  const value =
    data.kind === 'int' || data.kind === 'float'
      ? Number(data.value)
      : Number(data.kind === 'str' ? data.value : data.kind === 'text' ? data.text : Number.NaN);
  return Number.isFinite(value) ? float(value) : undefined;
}

const SIGN = '^(?!^[-+.]*$)[+-]?0*';

function pattern(digits: number | undefined, places: number | undefined): string {
  if (digits !== undefined) {
    const whole = places === undefined ? '\\d*' : `\\d{0,${Math.max(0, digits - places)}}`;
    const part = places === undefined ? '\\d*' : `\\d{0,${places}}`;
    const alone = places === undefined ? `\\d{0,${digits}}` : whole;
    return `${SIGN}(?:${alone}|(?=[\\d.]{1,${digits + 1}}0*$)${whole}\\.${part}0*$)`;
  }
  return places === undefined ? `${SIGN}\\d*\\.?\\d*$` : `${SIGN}\\d*\\.?\\d{0,${places}}0*$`;
}
