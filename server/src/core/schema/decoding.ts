import type { FieldType } from './field-type.ts';
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
  switch (type.kind) {
    case 'secret':
      return true;
    case 'optional':
    case 'constrained':
      return declaresSecret(type.inner);
    case 'json':
      return type.inner !== undefined && declaresSecret(type.inner);
    case 'union':
      return type.members.some(declaresSecret);
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return declaresSecret(type.item);
    case 'tuple':
      return type.items.some(declaresSecret);
    case 'dict':
      return declaresSecret(type.key) || declaresSecret(type.value);
    case 'undecided':
      return /^`Secret\b/.test(type.reason);
    default:
      return false;
  }
}
