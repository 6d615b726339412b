import { bool, type Data } from '../syntax/data.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope } from './outcome.ts';

const TRUE = new Set(['1', 't', 'y', 'on', 'yes', 'true']);
const FALSE = new Set(['0', 'f', 'n', 'no', 'off', 'false']);
const I64 = 2n ** 63n;

/** pydantic's lax bool (pydantic-core 2.46): twelve spellings in any ASCII case, without trimming, and 0 and 1. */
export function validateBool(input: Data, scope: Scope): Outcome {
  if (input.kind === 'bool') {
    return accept(input, EXACT);
  }
  if (scope.strict) {
    return wrongType();
  }
  switch (input.kind) {
    case 'str':
      return fromText(input.value);
    case 'int':
      return input.value < -I64 || input.value >= I64 ? wrongType() : fromNumber(input.value);
    case 'float':
      return Number.isInteger(input.value) && Math.abs(input.value) < 2 ** 63
        ? fromNumber(BigInt(input.value))
        : wrongType();
    default:
      return wrongType();
  }
}

function fromText(text: string): Outcome {
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (TRUE.has(folded)) {
    return accept(bool(true), LAX);
  }
  return FALSE.has(folded) ? accept(bool(false), LAX) : notBool();
}

function fromNumber(value: bigint): Outcome {
  return value === 0n || value === 1n ? accept(bool(value === 1n), LAX) : notBool();
}

function notBool(): Outcome {
  return reject('bool_parsing', 'is not a boolean: use `true` or `false`');
}

function wrongType(): Outcome {
  return reject('bool_type', 'is not a boolean');
}
