import { type Data, NONE } from '../syntax/data.ts';
import type { Entry, Value } from '../syntax/document.ts';
import { dataOf } from '../syntax/value-data.ts';
import { entriesOf, itemsOf, memberAt, memberEntry, oneOrMany } from '../syntax/value-members.ts';
import { jsonSchemaType, referredTo } from './json-schema-types.ts';
import type { Deprecation, Field, FieldInput, Place } from './schema.ts';
import { isSecretField } from './secret-names.ts';

/** A JSON Schema that is read for its properties. */
export interface SchemaFile {
  readonly path: string;
  readonly root: Value;
}

/** The fields that the properties of a JSON Schema are. */
export function jsonSchemaFields(file: SchemaFile): readonly Field[] {
  const required = new Set(texts(memberAt(file.root, 'required')));
  const pairs = openPairs(file.root);
  return entriesOf(memberAt(file.root, 'properties')).map((entry) =>
    withPairs(field(file, entry, required), pairs),
  );
}

type Pair = readonly [string, string];

/** Names of both sides of migrations under way, as `crossfade schema --with-migrations` writes them. */
function openPairs(root: Value): readonly Pair[] {
  return itemsOf(memberAt(root, 'x-migrations')).flatMap((it) => {
    const to = texts(memberAt(it, 'to'));
    const from = texts(memberAt(it, 'from'));
    if (text(memberAt(it, 'kind')) !== 'rename') return [];
    return from.flatMap((name, index) => {
      const other = to[index];
      return other === undefined ? [] : [[name, other] as const, [other, name] as const];
    });
  });
}

/** While a migration is under way the name of its other side sets the field as well, with the lower rank. */
function withPairs(own: Field, pairs: readonly Pair[]): Field {
  const known = new Set(own.inputs.map((it) => it.environment.toLowerCase()));
  const others = pairs.flatMap(([name, other]) =>
    known.has(name.toLowerCase()) && !known.has(other.toLowerCase()) ? [other] : [],
  );
  if (others.length === 0) return own;
  return {
    ...own,
    inputs: [...own.inputs, ...others.map((it) => ({ key: own.name, environment: it, path: [] }))],
  };
}

function field(file: SchemaFile, entry: Entry, required: ReadonlySet<string>): Field {
  const { name } = entry.key;
  const place: Place = { path: file.path, span: entry.key.span };
  const own = entry.value;
  const meant = referredTo(file.root, own) ?? own;
  const said = (keyword: string) => memberAt(own, keyword) ?? memberAt(meant, keyword);
  const type = jsonSchemaType(file.root, own);
  const value = said('default');
  const description = text(said('description'));
  const deprecated = deprecation(file, own, meant);
  const declared = isTrue(said('writeOnly')) || text(said('format')) === 'password';
  return {
    name,
    place,
    declaration: { path: file.path, span: entry.span },
    annotation: annotation(meant),
    type,
    required: required.has(name),
    ...(value ? { default: dataOf(value) } : required.has(name) ? {} : NO_VALUE),
    defaultFactory: false,
    inputs: inputs(name, said('x-environment')),
    loc: name,
    decoding: 'none',
    secret: isSecretField(name, type, declared),
    ...(deprecated ? { deprecated } : {}),
    undecided: [],
    ...(description === undefined ? {} : { description }),
  };
}

/** Without a default there is no value, for which other readers have `None`. */
const NO_VALUE = { default: NONE };

/** `x-environment` names the variables, the first that is set wins; else the property's name is the variable's. */
function inputs(name: string, written: Value | undefined): readonly FieldInput[] {
  const names = texts(written);
  return (names.length > 0 ? names : [name]).map((it) => ({ key: name, environment: it, path: [] }));
}

function deprecation(
  file: SchemaFile,
  own: Value | undefined,
  meant: Value | undefined,
): Deprecation | undefined {
  const entry = memberEntry(own, 'deprecated') ?? memberEntry(meant, 'deprecated');
  if (!isTrue(entry?.value) || !entry) return undefined;
  const replacement = text(memberAt(own, 'x-replacement') ?? memberAt(meant, 'x-replacement'));
  return {
    ...(replacement === undefined ? {} : { replacement }),
    place: { path: file.path, span: entry.key.span },
  };
}

/** The types as the schema writes them. */
function annotation(value: Value | undefined): string {
  const names = texts(memberAt(value, 'type'));
  if (names.length > 0) return names.join(' | ');
  return memberAt(value, 'enum') || memberAt(value, 'const') ? 'enum' : 'schema';
}

function texts(value: Value | undefined): readonly string[] {
  return oneOrMany(value).flatMap((it) => text(it) ?? []);
}

function text(value: Value | undefined): string | undefined {
  const data = scalar(value);
  return data?.kind === 'str' ? data.value : undefined;
}

function isTrue(value: Value | undefined): boolean {
  const data = scalar(value);
  return data?.kind === 'bool' && data.value;
}

function scalar(value: Value | undefined): Data | undefined {
  return value?.kind === 'scalar' ? value.data : undefined;
}
