import type { CST } from 'yaml';
import { YamlFailure } from './yaml-failure.ts';

/** The deepest nesting of mappings and sequences that is looked at. */
export const MAX_DEPTH = 100;

/**
 * True when more collections are open than are looked at. It is asked after every single token, with the very stack
 * that the parser of `yaml` builds on, so that no text can nest deeper unseen: deep nesting would end the process.
 */
export function isTooDeep(stack: readonly CST.Token[]): boolean {
  if (stack.length <= MAX_DEPTH) return false;
  let open = 0;
  for (const { type } of stack) {
    if (type === 'block-map' || type === 'block-seq' || type === 'flow-collection') open++;
  }
  return open > MAX_DEPTH;
}

/** The note that says where nesting becomes too deep to be looked at. */
export function tooDeep(start: number): YamlFailure {
  return new YamlFailure(`nesting too deep (limit ${MAX_DEPTH})`, [start, start + 1]);
}
