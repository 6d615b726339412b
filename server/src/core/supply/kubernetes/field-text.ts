import { sameData } from '../../syntax/data.ts';
import type { Scalar, Value } from '../../syntax/document.ts';
import { plainTag, readScalar } from '../../syntax/yaml/yaml-scalars.ts';

/** What a field of type string gets from a value. */
export type FieldText =
  | { readonly kind: 'text'; readonly text: string }
  /** Written, and nothing in it. */
  | { readonly kind: 'null' }
  /** The API server takes no such value for a string. `what` says what it is. */
  | { readonly kind: 'refused'; readonly what: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * A value as `kubectl` hands it to a field of type string (sigs.k8s.io/yaml 1.6.0, that is go-yaml v2 and JSON), or
 * after kustomize 0.21 read and printed it. Both differ from PyYAML: `1:30` is a text, `1e3` a number.
 * @param text of the file that the value stands in
 */
export function fieldText(text: string, value: Value | undefined, kustomized: boolean): FieldText {
  if (value === undefined) return { kind: 'null' };
  if (value.kind !== 'scalar')
    return { kind: 'refused', what: value.kind === 'mapping' ? 'a mapping' : 'a list' };
  const raw = text.slice(value.content.start, value.content.end);
  return value.quote === 'none' && readsAs(raw, value) ? plainText(raw, kustomized) : ofData(value);
}

/** False for what a tag or an alias makes something else than its text. */
function readsAs(raw: string, { data }: Scalar): boolean {
  const reading = readScalar(plainTag(raw), raw);
  return 'data' in reading && sameData(reading.data, data);
}

function ofData({ data }: Scalar): FieldText {
  switch (data.kind) {
    case 'str':
      return { kind: 'text', text: data.value };
    case 'none':
      return { kind: 'null' };
    case 'bool':
      return { kind: 'refused', what: 'a boolean' };
    case 'int':
    case 'float':
      return { kind: 'refused', what: 'a number' };
    default:
      return { kind: 'unknown', reason: 'its tag says what it is' };
  }
}

const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const OLD_BOOLEAN = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const ENDLESS = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function plainText(raw: string, kustomized: boolean): FieldText {
  if (/^(?:|~|null|Null|NULL)$/.test(raw)) return { kind: 'null' };
  if (BOOLEAN.test(raw) || (OLD_BOOLEAN.test(raw) && !kustomized))
    return { kind: 'refused', what: 'a boolean' };
  if (ENDLESS.test(raw)) {
    return kustomized
      ? { kind: 'unknown', reason: 'kustomize prints it otherwise' }
      : { kind: 'refused', what: 'a number' };
  }
  if (isGoNumber(raw)) return { kind: 'refused', what: 'a number' };
  if (kustomized && /^\d{4}-\d{1,2}-\d/.test(raw))
    return { kind: 'unknown', reason: 'kustomize prints dates otherwise' };
  return { kind: 'text', text: raw };
}

/** go-yaml v2 `resolve`: integers of 64 bits in the bases of Go, and floats that are not too large. */
function isGoNumber(raw: string): boolean {
  if (!/^[-+.\d]/.test(raw)) return false;
  const digits = raw.replaceAll('_', '');
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits)) return Number.isFinite(Number(digits));
  const based = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+)$/.exec(digits);
  if (based?.[2] === undefined) return false;
  const value = BigInt(based[2]);
  return based[1] === '-' ? value <= 1n << 63n : value < 1n << 64n;
}
