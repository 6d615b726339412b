import type { Field } from '../schema/schema.ts';
import { isSecretName } from '../schema/secret-names.ts';
import type { Data } from '../syntax/data.ts';
import { memo } from '../text/memo.ts';

/**
 * True when neither the value nor the text may be shown: the field is a secret, a key that no field reads is named like
 * one, or a URL with a password is in it.
 */
export function isMasked(
  field: Field | undefined,
  key: string | undefined,
  value?: Data,
  raw?: string,
): boolean {
  if (field ? field.secret || isMistakenSecret(field, raw) : key !== undefined && isSecretName(key))
    return true;
  return (raw !== undefined && holdsPassword(raw)) || (value !== undefined && holdsSecret(value));
}

/** A number or switch that is named like a secret is none, until its text is something else: then it may be one. */
function isMistakenSecret(field: Field, raw: string | undefined): boolean {
  return (
    raw !== undefined &&
    isSecretName(field.name) &&
    !/^[\s\d.,_+-]*$|^(?:true|false|yes|no|on|off)$/i.test(raw)
  );
}

/** One character of the scheme is enough, and both parts are bounded, so that a search takes linear time. */
const PASSWORD_IN_URL = /[A-Za-z0-9+.-]:\/\/[^\s/?#@:]{0,512}:[^\s@]{1,2048}@/;

/** True for a text that holds a URL with a password in it. */
function holdsPassword(text: string): boolean {
  return text.includes('://') && PASSWORD_IN_URL.test(text);
}

/** True when a value holds a URL with a password, or a key that names a secret, at any depth. */
export function holdsSecret(data: Data): boolean {
  switch (data.kind) {
    case 'str':
    case 'bytes':
      return holdsPassword(data.value);
    case 'text':
      return holdsPassword(data.text);
    default:
      return holdsSecretBelow(data);
  }
}

const holdsSecretBelow: (data: Data) => boolean = memo((data) => {
  switch (data.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.some(holdsSecret);
    case 'dict':
      return data.entries.some(
        ([key, value]) =>
          (key.kind === 'str' && value.kind !== 'bool' && isSecretName(key.value)) || holdsSecret(value),
      );
    default:
      return false;
  }
});
