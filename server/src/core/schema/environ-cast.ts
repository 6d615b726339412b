import type { Expression } from '../python/tree.ts';
import type { FieldType } from './schema.ts';

/** What the code around a read makes of its text. */
export type Cast = 'none' | 'int' | 'float' | 'json' | 'unknown';

/** The conversion that a call applies to its argument, by the qualified name of what is called. */
export function castOf(name: string, call: Expression & { readonly kind: 'call' }): Cast {
  if (call.args.length !== 1 || call.args[0]?.name !== undefined)
    return name === 'builtins.int' ? 'unknown' : 'none';
  switch (name) {
    case 'builtins.int':
      return 'int';
    case 'builtins.float':
      return 'float';
    case 'json.loads':
      return 'json';
    default:
      return 'none';
  }
}

/** The type of a field whose reads are converted so; reads that differ are text. */
export function typeOfCasts(casts: readonly Cast[]): FieldType {
  const [first] = casts;
  if (casts.includes('unknown'))
    return { kind: 'undecided', reason: 'the code decides what it makes of the text' };
  if (first === undefined || casts.some((it) => it !== first)) return { kind: 'str' };
  switch (first) {
    case 'int':
    case 'float':
      return { kind: first };
    case 'json':
      return { kind: 'undecided', reason: '`json.loads` reads the text' };
    default:
      return { kind: 'str' };
  }
}
