import type { Value } from '../syntax/document.ts';
import { memberAt } from './value-members.ts';

/** True for a mapping that SOPS 3 encrypted: its `sops` says with which keys, and with which version. */
export function isSops(root: Value | undefined): boolean {
  const sops = memberAt(root, 'sops');
  return sops?.kind === 'mapping' && ['mac', 'version', 'lastmodified'].some((key) => memberAt(sops, key));
}

/** True for lines of `KEY=VALUE` that SOPS 3 encrypted: its own entries start with `sops_`. */
export function isSopsText(text: string): boolean {
  return /^sops_(?:mac|version|lastmodified)=/m.test(text);
}
