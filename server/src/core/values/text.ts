import type { Constraints } from '../schema/field-type.ts';
import { pathData } from '../schema/path-data.ts';
import { type Data, str } from '../syntax/data.ts';
import {
  accept,
  EXACT,
  type Exactness,
  LAX,
  type Outcome,
  reject,
  type Scope,
  STRICT,
  undecided,
} from './outcome.ts';
import { encodeUtf8 } from './utf8.ts';
import { codePoints, trimRust } from './whitespace.ts';

/** pydantic's str with its constraints: strip, then length and pattern, then case (pydantic-core 2.46). */
export function validateStr(input: Data, scope: Scope, constraints: Constraints): Outcome {
  return input.kind === 'str'
    ? constrain(input.value, scope.json ? STRICT : EXACT, scope, constraints)
    : reject('string_type', 'is not a string');
}

function constrain(text: string, exactness: Exactness, scope: Scope, constraints: Constraints): Outcome {
  const stripped = constraints.stripWhitespace === true ? trimRust(text) : text;
  const { minLength, maxLength, pattern } = constraints;
  if (minLength !== undefined || maxLength !== undefined) {
    const length = codePoints(stripped);
    if (minLength !== undefined && length < minLength) {
      return reject('string_too_short', `must have at least ${count(minLength, 'character')}`);
    }
    if (maxLength !== undefined && length > maxLength) {
      return reject('string_too_long', `must have at most ${count(maxLength, 'character')}`);
    }
  }
  if (pattern !== undefined) {
    const matches = scope.pattern(pattern);
    if (matches === undefined) {
      return undecided('pattern is not checked');
    }
    if (!matches(stripped)) {
      return reject('string_pattern_mismatch', `does not match \`${pattern}\``);
    }
  }
  const cased =
    constraints.toLower === true
      ? stripped.toLowerCase()
      : constraints.toUpper === true
        ? stripped.toUpperCase()
        : stripped;
  return accept(str(cased), exactness);
}

/** pydantic's bytes: a text becomes its UTF-8 form; data holds bytes as one character each. */
export function validateBytes(input: Data, scope: Scope, constraints: Constraints): Outcome {
  const own = input.kind === 'bytes' && !scope.json ? input.value : undefined;
  const text = input.kind === 'str' && (scope.json || !scope.strict) ? encodeUtf8(input.value) : undefined;
  const bytes = own ?? text;
  if (bytes === undefined) {
    return reject('bytes_type', 'is not a text');
  }
  const { minLength, maxLength } = constraints;
  if (minLength !== undefined && bytes.length < minLength) {
    return reject('bytes_too_short', `must have at least ${count(minLength, 'byte')}`);
  }
  if (maxLength !== undefined && bytes.length > maxLength) {
    return reject('bytes_too_long', `must have at most ${count(maxLength, 'byte')}`);
  }
  const exactness = own !== undefined ? EXACT : scope.json ? STRICT : LAX;
  return accept({ kind: 'bytes', value: bytes }, exactness);
}

/** `1 item`, `2 items`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * `SecretStr` and `SecretBytes`; the data holds the secret itself, whoever prints it masks it. In a smart union the
 * strict form of the type takes a text as it is, which for `SecretBytes` only bytes are.
 */
export function validateSecret(inner: 'str' | 'bytes', input: Data, scope: Scope): Outcome {
  const plain: Scope = { ...scope, strict: false };
  return inner === 'str' ? validateStr(input, scope, {}) : validateBytes(input, plain, {});
}

/** `pathlib.Path` on POSIX: repeated slashes, single dots and a final slash go. */
export function validatePath(input: Data, scope: Scope): Outcome {
  if (input.kind === 'text' && input.type === 'Path') {
    return accept(input, EXACT);
  }
  if (scope.strict && !scope.json) {
    return reject('is_instance_of', 'is not a path object');
  }
  if (input.kind !== 'str') {
    return reject('path_type', 'is not a path');
  }
  return accept(pathData(input.value), scope.json ? STRICT : LAX);
}
