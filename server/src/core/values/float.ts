import { type Data, float } from '../syntax/data.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope, STRICT } from './outcome.ts';
import { trimRust } from './whitespace.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const NAMED = /^([+-]?)(inf|infinity|nan)$/i;

/** pydantic's float before constraints (pydantic-core 2.46). */
export function validateFloat(input: Data, scope: Scope): Outcome {
  switch (input.kind) {
    case 'float':
      return accept(input, EXACT);
    case 'int': {
      const value = Number(input.value);
      return Number.isFinite(value) || scope.json ? accept(float(value), STRICT) : wrongType();
    }
    case 'bool':
      return scope.strict ? wrongType() : accept(float(input.value ? 1 : 0), LAX);
    case 'str':
      return scope.strict ? wrongType() : fromText(input.value);
    default:
      return wrongType();
  }
}

function wrongType(): Outcome {
  return reject('float_type', 'is not a number');
}

function fromText(text: string): Outcome {
  const value = parseFloatText(trimRust(text)) ?? parseFloatText(withoutUnderscores(text));
  return value === undefined ? reject('float_parsing', 'is not a number') : accept(float(value), LAX);
}

/** Single underscores between any two characters go; otherwise the text stays and its underscores refuse it. */
function withoutUnderscores(text: string): string {
  const misplaced = text.startsWith('_') || text.endsWith('_') || text.includes('__');
  return misplaced ? text : text.replaceAll('_', '');
}

/** Rust's and Python's float syntax without blanks and underscores; undefined when the text is no number. */
export function parseFloatText(text: string): number | undefined {
  if (NUMBER.test(text)) {
    return Number(text);
  }
  const named = NAMED.exec(text);
  if (named === null) {
    return undefined;
  }
  const value = named[2]?.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
  return named[1] === '-' ? -value : value;
}
