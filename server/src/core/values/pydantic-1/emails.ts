import { type Data, str } from '../../syntax/data.ts';
import type { Coercion } from '../coerce.ts';
import { mailAddress } from '../email.ts';
import { codePoints, stripPython } from '../whitespace.ts';
import { given, open, refused } from './outcome.ts';
import { textValue } from './simple-types.ts';

const LONGEST = 2048;
/** A name of words, then the address in angle brackets; quotes and marks in the name make it none. */
const PRETTY = /^[\p{L}\p{N}_ ]*? *<(.*)> *$/u;

/** `EmailStr` of pydantic 1.10 (`networks.py`) with email-validator 2, which never looks at DNS here. */
export function emailValue(input: Data): Coercion {
  const made = textValue(input);
  if (made.kind !== 'value' || made.data.kind !== 'str') return made;
  const { value } = made.data;
  if (codePoints(value) > LONGEST) return INVALID;
  const address = mailAddress(stripPython(PRETTY.exec(value)?.[1] ?? value));
  if (address === 'international') return open('an international email address is not checked');
  return address === 'invalid' ? INVALID : given(str(`${address.local}@${address.domain}`));
}

const INVALID = refused('value_error.email', 'is not a valid email address');
