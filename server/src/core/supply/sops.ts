import type { Value } from '../syntax/document.ts';
import { memberAt } from '../syntax/value-members.ts';

/** True for a mapping that SOPS 3 encrypted: its `sops` says with which keys, and with which version. */
export function isSops(root: Value | undefined): boolean {
  const sops = memberAt(root, 'sops');
  return sops?.kind === 'mapping' && ['mac', 'version', 'lastmodified'].some((key) => memberAt(sops, key));
}

/** True for a value that SOPS 3 encrypted. */
export function isSopsValue(text: string): boolean {
  return text.startsWith('ENC[AES256_GCM,data:');
}

/** True for a name at the top of a file that SOPS 3 adds when it encrypts the file. */
export function isSopsName(name: string): boolean {
  return name === 'sops' || /^sops_[a-z]/.test(name);
}

/** True for lines of `KEY=VALUE` that SOPS 3 encrypted: its own entries start with `sops_`. */
export function isSopsText(text: string): boolean {
  return /^sops_(?:mac|version|lastmodified)=/m.test(text);
}
