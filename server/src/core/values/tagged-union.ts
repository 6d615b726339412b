import type { FieldType, LiteralMember } from '../schema/field-type.ts';
import type { Field } from '../schema/schema.ts';
import { type Data, dataKey, entryOf } from '../syntax/data.ts';
import { locOfKey } from './collection.ts';
import { findLiteral } from './literal-enum.ts';
import { inside, nested, type Outcome, reject, type Scope, undecided, type Validate } from './outcome.ts';

type UnionType = Extract<FieldType, { kind: 'union' }>;

/** A value of the discriminator, and the member of the union that it chooses. */
export interface Tag {
  readonly value: Data;
  readonly member: FieldType;
}

/** The tags of a discriminated union in pydantic's order, and the keys under which a value may hold its tag. */
export interface Tags {
  readonly tags: readonly Tag[];
  readonly keys: readonly string[];
}

/**
 * pydantic's discriminated union: the tag in the value chooses the member, whose errors stand under the tag
 * (pydantic-core 2.46).
 */
export function validateTagged(
  type: UnionType,
  input: Data,
  scope: Scope,
  validate: Validate<FieldType>,
): Outcome {
  const found = tagsOf(type);
  if (found === undefined) {
    return undecided('the tags of a discriminated union are not known');
  }
  if (input.kind !== 'dict') {
    return reject(scope.json ? 'dict_type' : 'model_attributes_type', 'is not a mapping');
  }
  const key = found.keys.find((name) => entryOf(input, name) !== undefined);
  const tag = key === undefined ? undefined : entryOf(input, key);
  if (tag === undefined) {
    return reject('union_tag_not_found', `has no \`${found.keys.join('` or `')}\`, which says what it is`);
  }
  const value = findLiteral(
    found.tags.map((it) => it.value),
    tag,
  );
  const chosen = found.tags.find((it) => value !== undefined && dataKey(it.value) === dataKey(value));
  if (chosen === undefined) {
    return reject('union_tag_invalid', `has a \`${key}\` that is none of the known ones`);
  }
  const outcome = validate(chosen.member, input, inside(scope));
  if (outcome.kind !== 'errors') {
    return outcome;
  }
  const errors = outcome.errors.map((it) => ({ ...it, path: it.path ?? it.loc }));
  return {
    kind: 'errors',
    errors: nested(errors, [locOfKey(tag)], '').map((it, index) => ({
      ...it,
      path: errors[index]?.path ?? [],
    })),
  };
}

/** The tags of a discriminated union; undefined where pydantic or this program cannot tell them. */
export function tagsOf(type: UnionType): Tags | undefined {
  const discriminator = type.discriminator ?? '';
  const tags: Tag[] = [];
  const aliases = new Set<string>();
  for (const member of type.members) {
    if (member.kind === 'none') {
      continue;
    }
    const own = memberTags(member, discriminator, aliases);
    if (own === undefined) {
      return undefined;
    }
    tags.push(...own);
  }
  const values = new Set(tags.map((it) => dataKey(it.value)));
  if (values.size !== tags.length || aliases.size > 1) {
    return undefined;
  }
  const keys = [discriminator, ...aliases].filter((key, index, all) => all.indexOf(key) === index);
  return { tags, keys };
}

function memberTags(
  member: FieldType,
  discriminator: string,
  aliases: Set<string>,
): readonly Tag[] | undefined {
  if (member.kind === 'union') {
    const inner = member.members.map((it) => memberTags(it, discriminator, aliases));
    const shared = member.discriminator === discriminator || member.mode !== 'tagged';
    return inner.some((it) => it === undefined)
      ? undefined
      : inner.flatMap((it) => it ?? []).map((it) => (shared ? it : { ...it, member }));
  }
  if (member.kind !== 'model' || member.flavour === 'root' || member.flavour === 'named-tuple') {
    return undefined;
  }
  const field = member.fields.find((it) => it.name === discriminator);
  const values = field && literalValues(field.type);
  const alias = field && aliasOf(field);
  if (values === undefined || alias === undefined) {
    return undefined;
  }
  aliases.add(alias);
  return values.map((value) => ({ value, member }));
}

/** The name or the one alias of a field; undefined for those that pydantic does not take for a discriminator. */
function aliasOf({ name, inputs }: Field): string | undefined {
  const others = inputs.filter((it) => it.key !== name || it.path.length > 0);
  const [only] = others;
  if (only === undefined) {
    return name;
  }
  return others.length === 1 && only.path.length === 0 ? only.key : undefined;
}

function literalValues(type: FieldType): readonly Data[] | undefined {
  if (type.kind !== 'literal') {
    return undefined;
  }
  const plain = (it: LiteralMember) =>
    it.enumBase === undefined && /^(?:str|int)$/.test(it.data.kind) ? [it.data] : [];
  const values = type.members.flatMap(plain);
  return values.length === type.members.length ? values : undefined;
}
