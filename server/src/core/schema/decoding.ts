import type { FieldType } from './field-type.ts';
import { typeArguments } from './inner-types.ts';
import type { Field } from './schema.ts';

type Decoding = Field['decoding'];

/**
 * How a variable's text reaches a field of this type, as `_annotation_is_complex` of pydantic-settings 2.15 decides:
 * JSON for complex types, JSON or else the text itself for unions with a complex member.
 */
export function decodingOfType(type: FieldType): Decoding {
  return decodingBy(type, (inner) => (inner === 'none' ? 'none' : 'json-or-text'));
}

/** The same where a library has its own way with what may be `None`: `optional` says it from what is inside. */
export function decodingBy(type: FieldType, optional: (inner: Decoding) => Decoding): Decoding {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
    case 'tuple':
    case 'dict':
      return 'json';
    case 'model':
      return type.asText ? 'none' : 'json';
    case 'undecided':
      return type.complex ? 'json' : 'none';
    case 'constrained':
      return decodingBy(type.inner, optional);
    case 'optional':
      return isSeen(type.inner) ? optional(decodingBy(type.inner, optional)) : 'none';
    case 'union':
      return type.members.some((it) => isSeen(it) && decodingBy(it, optional) !== 'none')
        ? 'json-or-text'
        : 'none';
    default:
      return 'none';
  }
}

/**
 * True where the variable of a root model holds its text, not JSON. Of the root the library sees the annotation without
 * its metadata, of which `Json` is one (pydantic-settings 2.15); a root that is a model is a class of its own to it.
 */
export function isRootText(root: FieldType): boolean {
  if (root.kind === 'constrained') return isRootText(root.inner);
  if (root.kind === 'json' && root.inner) return isRootText(root.inner);
  return root.kind !== 'model' && decodingOfType(root) !== 'json';
}

function isSeen(member: FieldType): boolean {
  return member.kind !== 'union' || member.unseen !== true;
}

/** True when a value of this type is, or holds at any depth, what pydantic masks. */
export function declaresSecret(type: FieldType): boolean {
  if (type.kind === 'secret') return true;
  if (type.kind === 'undecided') return /^`Secret\b/.test(type.reason);
  return typeArguments(type).some(declaresSecret);
}
