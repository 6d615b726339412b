import type { FieldType } from '../schema/field-type.ts';
import { stripConstraints } from './constraint-fit.ts';

/**
 * True for a union with strict members and for a literal with numeric members of enums, for which pydantic-settings
 * converts a variable's text beforehand in any class (since 2.14).
 */
export function convertsAlways(type: FieldType): boolean {
  return unionHasStrict(type) || literalHasNumericEnum(type);
}

/** The members of a union, or what may be `None`. */
export function membersOf(type: FieldType): readonly FieldType[] {
  return type.kind === 'union' ? type.members : type.kind === 'optional' ? [type.inner] : [];
}

function unionHasStrict(type: FieldType): boolean {
  return membersOf(type).some(
    (member) =>
      (member.kind === 'constrained' && member.constraints.strict === true) || unionHasStrict(member),
  );
}

function literalHasNumericEnum(type: FieldType): boolean {
  const bare = stripConstraints(type);
  if (bare.kind === 'literal') {
    return bare.members.some((member) => member.enumBase === 'int' || member.enumBase === 'float');
  }
  return membersOf(bare).some(literalHasNumericEnum);
}
