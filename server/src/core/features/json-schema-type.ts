import type { Constraints, FieldType, LiteralMember, SimpleKind } from '../schema/field-type.ts';
import type { Field } from '../schema/schema.ts';
import { bool, type Data, dataKey, int, NONE, str } from '../syntax/data.ts';
import { pythonText } from '../syntax/python-text.ts';
import { tagsOf } from '../values/tagged-union.ts';
import { URL_CLASSES } from '../values/url-classes.ts';
import { decimalSchema } from './json-schema-decimal.ts';
import { limits } from './json-schema-limits.ts';
import { type Keywords, keywords, list } from './json-schema-object.ts';
import { schemaValue } from './json-schema-value.ts';

/** Schemas of classes that are referred to by name, as they are collected. */
export interface Definitions {
  readonly byName: Map<string, Data>;
  /** The schema of a model's fields. */
  readonly object: (fields: readonly Field[], extra: 'ignore' | 'allow' | 'forbid') => Keywords;
  /** The schema of one field. */
  readonly property: (field: Field) => Keywords;
}

/** The keywords for a type, as `model_json_schema()` of pydantic 2.13 writes them for what it accepts. */
export function typeKeywords(type: FieldType, definitions: Definitions): Keywords {
  const of = (inner: FieldType) => keywords(typeKeywords(inner, definitions));
  switch (type.kind) {
    case 'constrained':
      return constrainedKeywords(type.inner, type.constraints, definitions);
    case 'optional':
      return unionKeywords([...membersOf(type.inner).map(of), NULL]);
    case 'union':
      return taggedKeywords(type, of) ?? unionKeywords(type.members.map(of));
    case 'literal':
      return literalKeywords(type.members);
    case 'enum':
      return type.byName
        ? { type: STRING, enum: list(type.members.map((it) => str(it.name))) }
        : reference(type.name, enumSchema(type), definitions);
    case 'model':
      return reference(
        type.name,
        modelSchema(type, definitions),
        definitions,
        type.flavour === 'typed-dict' ? typedDictKey : dataKey,
      );
    case 'list':
    case 'sequence':
    case 'deque':
      return { type: ARRAY, items: of(type.item) };
    case 'set':
    case 'frozenset':
      return { type: ARRAY, items: of(type.item), uniqueItems: bool(true) };
    case 'tuple':
      return tupleKeywords(type.items.map(of), type.variadic);
    case 'dict':
      return dictKeywords(type, definitions);
    case 'secret':
      return { type: STRING, format: str('password'), writeOnly: bool(true) };
    case 'url':
      return urlKeywords(type.name);
    case 'json':
      return {
        type: STRING,
        contentMediaType: str('application/json'),
        contentSchema: type.inner ? of(type.inner) : keywords(),
      };
    case 'switch':
      return { type: str('boolean') };
    case 'separated':
      return {
        type: ARRAY,
        items: of(type.item),
        ...(type.into === 'set' ? { uniqueItems: bool(true) } : {}),
      };
    case 'or-empty':
    case 'judged':
      return typeKeywords(type.inner, definitions);
    case 'address':
    case 'lines':
      return { type: STRING };
    case 'instance':
    case 'toml-value':
      return {};
    case 'one-of':
      return { ...typeKeywords(type.inner, definitions), enum: list(type.members) };
    case 'pairs':
      return { type: str('object'), additionalProperties: of(type.value) };
    case 'log-level':
      return { anyOf: list([keywords({ type: str('integer') }), keywords({ type: STRING })]) };
    case 'undecided':
      return { $comment: str(type.reason) };
    case 'decimal':
      return decimalSchema({});
    default:
      return SIMPLE[type.kind];
  }
}

const STRING = str('string');
const ARRAY = str('array');
const NULL = keywords({ type: str('null') });

function text(format: string): Keywords {
  return { type: STRING, format: str(format) };
}

const DATE_TIME = text('date-time');

const SIMPLE: Readonly<
  Record<Exclude<SimpleKind, 'decimal' | 'lines' | 'log-level' | 'toml-value'>, Keywords>
> = {
  str: { type: STRING },
  bool: { type: str('boolean') },
  int: { type: str('integer') },
  float: { type: str('number') },
  bytes: text('binary'),
  any: {},
  none: { type: str('null') },
  date: text('date'),
  datetime: DATE_TIME,
  'aware-datetime': DATE_TIME,
  'naive-datetime': DATE_TIME,
  time: text('time'),
  timedelta: text('duration'),
  uuid: text('uuid'),
  uuid1: text('uuid1'),
  uuid3: text('uuid3'),
  uuid4: text('uuid4'),
  uuid5: text('uuid5'),
  uuid6: text('uuid6'),
  uuid7: text('uuid7'),
  uuid8: text('uuid8'),
  path: text('path'),
  'ipv4-address': text('ipv4'),
  'ipv6-address': text('ipv6'),
  'ipvany-address': text('ipvanyaddress'),
  'ipv4-network': text('ipv4network'),
  'ipv6-network': text('ipv6network'),
  'ipvany-network': text('ipvanynetwork'),
  'ipv4-interface': text('ipv4interface'),
  'ipv6-interface': text('ipv6interface'),
  'ipvany-interface': text('ipvanyinterface'),
  email: text('email'),
  'name-email': text('name-email'),
  'byte-size': {
    anyOf: list([
      keywords({ type: STRING, pattern: str('^\\s*(\\d*\\.?\\d+)\\s*(\\w+)?') }),
      keywords({ type: str('integer'), minimum: int(0) }),
    ]),
  },
};

/** Constraints of an optional type are those of what it holds. */
function constrainedKeywords(inner: FieldType, constraints: Constraints, definitions: Definitions): Keywords {
  switch (inner.kind) {
    case 'optional': {
      const value = keywords(constrainedKeywords(inner.inner, constraints, definitions));
      return unionKeywords([value, NULL]);
    }
    case 'constrained':
      return constrainedKeywords(inner.inner, { ...inner.constraints, ...constraints }, definitions);
    case 'json':
      // Limits of the value that the text stands for; where the library writes them depends on their order.
      return inner.inner
        ? typeKeywords(
            { kind: 'json', inner: { kind: 'constrained', inner: inner.inner, constraints } },
            definitions,
          )
        : { ...typeKeywords(inner, definitions), ...limits(inner, constraints) };
    case 'decimal':
      return { ...decimalSchema(constraints), ...limits(inner, constraints) };
    default:
      return { ...typeKeywords(inner, definitions), ...limits(inner, constraints) };
  }
}

function membersOf(type: FieldType): readonly FieldType[] {
  return type.kind === 'union' && type.mode !== 'tagged' ? type.members : [type];
}

/** A choice between choices is one choice, and equal members count once; one that is left is the whole. */
function unionKeywords(members: readonly Data[]): Keywords {
  const flat = members.flatMap((it) => choicesOf(it) ?? [it]);
  const [only, ...others] = [...new Map(flat.map((it) => [dataKey(it), it])).values()];
  return only && others.length === 0 ? keywordsOf(only) : { anyOf: list(only ? [only, ...others] : []) };
}

function keywordsOf(schema: Data): Keywords {
  const entries = schema.kind === 'dict' ? schema.entries : [];
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (key.kind === 'str' ? [[key.value, value]] : [])),
  );
}

/** The members of a schema that is nothing but a choice. */
function choicesOf(schema: Data): readonly Data[] | undefined {
  const { anyOf, ...rest } = keywordsOf(schema);
  return anyOf?.kind === 'list' && Object.keys(rest).length === 0 ? anyOf.items : undefined;
}

/** One type for all members, where they have one. */
function valuesKeywords(values: readonly Data[]): Keywords {
  const names = new Set(values.map(typeName));
  const [only] = names;
  return names.size === 1 && only !== undefined ? { type: str(only) } : {};
}

function typeName(data: Data): string | undefined {
  const names: Partial<Record<Data['kind'], string>> = {
    str: 'string',
    bytes: 'string',
    int: 'integer',
    float: 'number',
    bool: 'boolean',
    none: 'null',
    list: 'array',
  };
  return names[data.kind];
}

function literalKeywords(members: readonly LiteralMember[]): Keywords {
  const values = members.map((it) => schemaValue(it.data) ?? NONE);
  const [first = NONE] = values;
  const common = valuesKeywords(values);
  return values.length === 1 ? { ...common, const: first } : { ...common, enum: list(values) };
}

function enumSchema(type: FieldType & { readonly kind: 'enum' }): Data {
  const values = type.members.map((it) => schemaValue(it.value) ?? NONE);
  const common: Keywords = {
    title: str(type.name),
    description: type.description === undefined ? undefined : str(type.description),
    ...valuesKeywords(values),
  };
  return keywords(common, { enum: list(values) });
}

type ModelType = FieldType & { readonly kind: 'model' };

function modelSchema(type: ModelType, definitions: Definitions): Data {
  const reasons = [...new Set(type.undecided.map((it) => it.reason))];
  return keywords(
    {
      title: type.flavour === 'named-tuple' ? undefined : str(type.title ?? type.name),
      description:
        type.description === undefined || type.flavour === 'named-tuple' ? undefined : str(type.description),
      $comment: reasons.length > 0 ? str(reasons.join('; ')) : undefined,
    },
    contentOf(type, definitions),
  );
}

function contentOf(type: ModelType, definitions: Definitions): Keywords {
  const [root] = type.fields;
  switch (type.flavour) {
    case 'root': {
      const { title: _title, description: own, ...content } = root ? definitions.property(root) : {};
      return own ? { ...content, description: own } : content;
    }
    case 'named-tuple':
      return {
        type: ARRAY,
        minItems: int(type.fields.filter((it) => it.required).length),
        maxItems: int(type.fields.length),
        prefixItems: list(type.fields.map((it) => keywords(definitions.property(it)))),
      };
    case undefined:
    case 'typed-dict':
      return definitions.object(type.fields, type.extra);
    default:
      // What a dataclass refuses is decided by the class around it, which pydantic does not write.
      return definitions.object(type.fields, 'ignore');
  }
}

/** Members that a key tells apart, where all of them are classes. A tag that is no text stands there as `str()` gives it. */
function taggedKeywords(
  type: FieldType & { readonly kind: 'union' },
  of: (member: FieldType) => Data,
): Keywords | undefined {
  const tags = type.mode === 'tagged' ? tagsOf(type) : undefined;
  if (!tags) return undefined;
  const mapping = tags.tags.flatMap(({ value, member }) => {
    const reference = keywordsOf(of(member)).$ref;
    const tag = pythonText(value);
    return reference && tag !== undefined ? [[tag, reference] as const] : [];
  });
  if (mapping.length < tags.tags.length) return { oneOf: list(type.members.map(of)) };
  const discriminator = {
    mapping: keywords(Object.fromEntries(mapping)),
    propertyName: str(tags.keys.at(-1) ?? ''),
  };
  return { discriminator: keywords(discriminator), oneOf: list(type.members.map(of)) };
}

/**
 * Two classes of one name get different ones. What a typed dict refuses is decided by the class around it: pydantic 2.13
 * writes it once, as where it is first met.
 */
function reference(name: string, schema: Data, { byName }: Definitions, met = dataKey): Keywords {
  let free = name;
  let known = byName.get(free);
  for (let count = 2; known && met(known) !== met(schema); count++) {
    free = `${name}-${count}`;
    known = byName.get(free);
  }
  if (!known) byName.set(free, schema);
  return { $ref: str(`#/$defs/${free}`) };
}

function typedDictKey(schema: Data): string {
  const { additionalProperties: _by, ...own } = keywordsOf(schema);
  return dataKey(keywords(own));
}

function tupleKeywords(items: readonly Data[], variadic: boolean): Keywords {
  if (variadic) return { type: ARRAY, items: items[0] ?? keywords() };
  const size = int(items.length);
  return {
    type: ARRAY,
    minItems: size,
    maxItems: size,
    ...(items.length > 0 ? { prefixItems: list(items) } : {}),
  };
}

/** Keys are texts in JSON: what else they must be is said where pydantic says it. */
function dictKeywords(
  { key, value }: FieldType & { readonly kind: 'dict' },
  definitions: Definitions,
): Keywords {
  const item = keywords(typeKeywords(value, definitions));
  const names = keywords({ ...typeKeywords(key, definitions), type: undefined });
  const isAny = item.kind === 'dict' && item.entries.length === 0;
  const restricts = key.kind !== 'undecided' && names.kind === 'dict' && names.entries.length > 0;
  return {
    type: str('object'),
    additionalProperties: isAny ? bool(true) : item,
    ...(restricts ? { propertyNames: names } : {}),
  };
}

function urlKeywords(name: string): Keywords {
  const known = URL_CLASSES.get(name);
  return {
    ...text(known?.multiHost ? 'multi-host-uri' : 'uri'),
    minLength: int(1),
    ...(known?.maxLength === undefined ? {} : { maxLength: int(known.maxLength) }),
  };
}
