import { type Data, int } from '../syntax/data.ts';
import { validateInt } from './int.ts';
import {
  accept,
  EXACT,
  type Exactness,
  type Outcome,
  reject,
  type Scope,
  STRICT,
  undecided,
} from './outcome.ts';
import { parsePythonInt } from './python-number.ts';
import { asciiDigits } from './whitespace.ts';

const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const CORE = new RegExp(`^${SPACE}*\\p{Nd}*\\.?\\p{Nd}`, 'u');
const PYTHON_SPACE = SPACE.replace('\\t-\\r ', '\\t-\\r\\x1c-\\x20');
const PARTS = new RegExp(`^${PYTHON_SPACE}*(\\p{Nd}*\\.?\\p{Nd}+)${PYTHON_SPACE}*([\\p{L}\\p{N}_]+)?`, 'u');

const PREFIXES = ['k', 'm', 'g', 't', 'p', 'e'];

/** Bytes of a unit, in lower case: `b`, `k`, `kb`, `kib`, `bit`, `kbit`, `kibit` and the like. */
const UNITS: ReadonlyMap<string, number> = new Map<string, number>([
  ['b', 1],
  ['bit', 1 / 8],
  ...PREFIXES.flatMap((prefix, index): [string, number][] => {
    const decimal = 1000 ** (index + 1);
    const binary = 1024 ** (index + 1);
    return [
      [prefix, decimal],
      [`${prefix}b`, decimal],
      [`${prefix}ib`, binary],
      [`${prefix}bit`, decimal / 8],
      [`${prefix}ibit`, binary / 8],
    ];
  }),
]);

/** `ByteSize` (pydantic 2.13): a number, or a text that starts with a number and perhaps a unit. */
export function validateByteSize(input: Data, scope: Scope): Outcome {
  const text = input.kind === 'str' ? input.value : undefined;
  if (text !== undefined && CORE.test(text)) {
    return fromText(text, scope.json ? STRICT : EXACT);
  }
  const whole = validateInt(input, scope);
  return whole.kind === 'value' && whole.data.kind === 'int' && whole.data.value >= 0n
    ? whole
    : reject('byte_size', 'is not a size such as `10MB`');
}

function fromText(text: string, exactness: Exactness): Outcome {
  const whole = parsePythonInt(text);
  if (whole !== undefined) {
    return accept(int(whole), exactness);
  }
  const match = PARTS.exec(text);
  if (match === null) {
    return reject('byte_size', 'is not a size such as `10MB`');
  }
  const factor = UNITS.get((match[2] ?? 'b').toLowerCase());
  if (factor === undefined) {
    return reject('byte_size_unit', 'has an unknown unit: use `KB`, `MB`, `GiB` and the like');
  }
  const bytes = Number(asciiDigits(match[1] ?? '')) * factor;
  return Number.isFinite(bytes)
    ? accept(int(BigInt(Math.trunc(bytes))), exactness)
    : undecided('a size of this magnitude is not checked');
}
