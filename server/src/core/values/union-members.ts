import type { FieldType } from '../schema/field-type.ts';
import { memo } from '../text/memo.ts';

/** The members of a union as Python sees them, and whether `None` is one of them. */
export interface UnionMembers {
  readonly choices: readonly FieldType[];
  readonly nullable: boolean;
  /** Equal members with constraints: whether Python keeps one or all depends on how they are written. */
  readonly ambiguous: boolean;
}

/**
 * Python makes one union of nested ones, whatever the mode of the outer, and keeps one of equal members. A union with
 * a mode of its own is annotated and stays apart.
 */
export const unionMembers = memo((type: Extract<FieldType, { kind: 'union' | 'optional' }>): UnionMembers => {
  const flat = type.kind === 'union' ? type.members.flatMap(flattened) : flattened(type);
  const choices = new Map<string, FieldType>();
  let ambiguous = false;
  for (const member of flat.filter(({ kind }) => kind !== 'none')) {
    const key = typeKey(member);
    ambiguous ||= choices.has(key) && key.includes('"constrained"');
    if (!choices.has(key)) {
      choices.set(key, member);
    }
  }
  return { choices: [...choices.values()], nullable: flat.some(({ kind }) => kind === 'none'), ambiguous };
});

function flattened(type: FieldType): readonly FieldType[] {
  if (type.kind === 'optional') {
    return [...flattened(type.inner), { kind: 'none' }];
  }
  return type.kind === 'union' && type.mode === 'smart' ? type.members.flatMap(flattened) : [type];
}

function typeKey(type: FieldType): string {
  return JSON.stringify(type, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
