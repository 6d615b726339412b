import { isRootText } from '../../server/src/core/schema/decoding.ts';
import type { Constraints, FieldType, SimpleKind } from '../../server/src/core/schema/field-type.ts';
import type { Field } from '../../server/src/core/schema/schema.ts';
import { bool, type Data, float, int, NONE, str } from '../../server/src/core/syntax/data.ts';
import { URL_CLASSES } from '../../server/src/core/values/url-classes.ts';
import type { Case } from './coercion-verdict.ts';

/** A generator of numbers from 0 to below 1 that a seed determines (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;

function pick<Item>(random: Random, items: readonly [Item, ...Item[]] | readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) {
    throw new RangeError('nothing to pick from');
  }
  return item;
}

const SIMPLE: readonly SimpleKind[] = [
  'str',
  'bool',
  'int',
  'float',
  'bytes',
  'any',
  'none',
  'decimal',
  'date',
  'datetime',
  'time',
  'timedelta',
  'aware-datetime',
  'naive-datetime',
  'uuid',
  'uuid4',
  'uuid1',
  'path',
  'ipv4-address',
  'ipv6-address',
  'ipvany-address',
  'ipv4-network',
  'ipv6-network',
  'ipvany-network',
  'ipv4-interface',
  'ipv6-interface',
  'ipvany-interface',
  'email',
  'name-email',
  'byte-size',
  'int',
  'int',
  'float',
  'bool',
  'str',
  'str',
];
const HASHABLE: readonly SimpleKind[] = ['str', 'int', 'float', 'bool', 'date', 'uuid', 'decimal', 'bytes'];
const URLS = [...URL_CLASSES.keys()];
const NUMBERS = [0n, 1n, 2n, 3n, 5n, 10n, -1n, 100n];
const PATTERNS = [
  '^[a-z]+$',
  'b',
  '^\\d+$',
  '\\w',
  '^.{2,4}$',
  '[^a]',
  '(?i)abc',
  '^\\s*$',
  'a|1',
  '^[\\w.-]+@',
  '\\bx',
  '(?P<n>a)',
  '[\\s\\S]',
];

function maybe<Value>(random: Random, chance: number, make: () => Value): Value | undefined {
  return random() < chance ? make() : undefined;
}

function compact(constraints: Record<string, unknown>): Constraints {
  return Object.fromEntries(Object.entries(constraints).filter(([, value]) => value !== undefined));
}

function numberBound(random: Random): Data {
  return random() < 0.8 ? int(pick(random, NUMBERS)) : float(pick(random, [0, 1, 10, -1]));
}

function numbers(random: Random): Constraints {
  return compact({
    gt: maybe(random, 0.3, () => numberBound(random)),
    ge: maybe(random, 0.3, () => numberBound(random)),
    lt: maybe(random, 0.2, () => numberBound(random)),
    le: maybe(random, 0.3, () => numberBound(random)),
    multipleOf: maybe(random, 0.15, () => int(pick(random, [2n, 3n, 5n]))),
  });
}

function lengths(random: Random): Constraints {
  return compact({
    minLength: maybe(random, 0.6, () => Math.floor(random() * 4)),
    maxLength: maybe(random, 0.5, () => Math.floor(random() * 5)),
  });
}

function temporal(random: Random, kind: 'date' | 'datetime' | 'time' | 'timedelta'): Constraints {
  const texts = {
    date: ['2020-01-01', '2024-01-02'],
    datetime: ['2020-01-01T00:00:00', '2024-01-02T00:00:00Z'],
    time: ['01:00:00', '03:04:05'],
    timedelta: ['PT0S', 'P1D', 'PT1M'],
  };
  const bound = (): Data => ({ kind, text: pick(random, texts[kind]) });
  return compact({ gt: maybe(random, 0.5, bound), le: maybe(random, 0.5, bound) });
}

function constrained(random: Random): FieldType {
  const make = (inner: FieldType, constraints: Constraints): FieldType => ({
    kind: 'constrained',
    inner,
    constraints,
  });
  const number = pick<SimpleKind>(random, ['int', 'float', 'decimal']);
  switch (Math.floor(random() * 12)) {
    case 0:
    case 1:
    case 2:
      return make({ kind: number }, numbers(random));
    case 3:
    case 4:
      return make(
        { kind: 'str' },
        {
          ...lengths(random),
          ...compact({
            pattern: maybe(random, 0.5, () => pick(random, PATTERNS)),
            stripWhitespace: maybe(random, 0.3, () => true),
            toLower: maybe(random, 0.2, () => true),
          }),
        },
      );
    case 5:
      return make(
        { kind: 'decimal' },
        compact({ maxDigits: maybe(random, 0.7, () => 4), decimalPlaces: maybe(random, 0.7, () => 2) }),
      );
    case 6: {
      const kind = pick<'date' | 'datetime' | 'time' | 'timedelta'>(random, [
        'date',
        'datetime',
        'time',
        'timedelta',
      ]);
      return make({ kind }, temporal(random, kind));
    }
    case 7:
      return make(pick(random, [list(random, 0), dict(random, 0)]), lengths(random));
    case 8:
      return make(
        pick<FieldType>(random, [
          { kind: 'secret', inner: 'str' },
          { kind: 'email' },
          { kind: 'url', name: 'HttpUrl' },
          { kind: 'bytes' },
        ]),
        lengths(random),
      );
    case 9:
      return make(
        {
          kind: pick<SimpleKind>(random, ['int', 'bool', 'float', 'str', 'decimal', 'date', 'uuid', 'path']),
        },
        { strict: true },
      );
    case 10:
      return make({ kind: 'optional', inner: { kind: 'int' } }, numbers(random));
    default:
      return make({ kind: 'float' }, { allowInfNan: false, ...numbers(random) });
  }
}

function list(random: Random, depth: number): FieldType {
  const kind = pick<'list' | 'set' | 'frozenset' | 'sequence' | 'deque'>(random, [
    'list',
    'list',
    'set',
    'frozenset',
    'sequence',
    'deque',
  ]);
  const hashed = kind === 'set' || kind === 'frozenset';
  return { kind, item: hashed ? { kind: pick(random, HASHABLE) } : typeOf(random, depth + 1) };
}

function dict(random: Random, depth: number): FieldType {
  return {
    kind: 'dict',
    key: { kind: pick<SimpleKind>(random, ['str', 'str', 'int', 'float', 'bool', 'any']) },
    value: typeOf(random, depth + 1),
  };
}

const VALUES = ['a', 'b', '1', 'auto', 'red', 'true', ''];

function literal(random: Random): FieldType {
  const values: readonly Data[] = [...VALUES.slice(0, 4).map(str), int(1), int(2), NONE];
  const members = values.filter(() => random() < 0.4).map((data) => ({ data }));
  return { kind: 'literal', members: members.length > 0 ? members : [{ data: str('a') }] };
}

function enumType(random: Random): FieldType {
  const values = {
    plain: [str('a'), int(1), str('red')],
    str: [str('a'), str('red'), str('1')],
    int: [int(1), int(2), int(10)],
    float: [float(0.5), float(1)],
  };
  const base = pick<keyof typeof values>(random, ['plain', 'str', 'int', 'float']);
  const members = values[base].map((value, index) => ({ name: `M${index}`, value }));
  return { kind: 'enum', name: 'Choice', base, members };
}

const PLACE = { path: 'settings.py', span: { start: 0, end: 0 } };

function field(random: Random, name: string, depth: number): Field {
  const type = typeOf(random, depth + 1);
  const required = random() < 0.5;
  const alias = random() < 0.2 ? `${name}_alias` : name;
  return {
    name,
    place: PLACE,
    declaration: PLACE,
    annotation: '',
    type,
    required,
    ...(required ? {} : { default: NONE }),
    defaultFactory: false,
    inputs: [{ key: alias, environment: alias, path: [] }],
    loc: alias,
    decoding: 'none',
    secret: false,
    undecided: [],
  };
}

function model(random: Random, depth: number): FieldType {
  const names = ['a', 'b', 'c'].filter(() => random() < 0.7);
  const fields = (names.length > 0 ? names : ['a']).map((name) => field(random, name, depth));
  const extra = pick<'ignore' | 'allow' | 'forbid'>(random, ['ignore', 'ignore', 'forbid', 'allow']);
  const strict = random() < 0.2 ? { strict: true } : {};
  const name = `Model${Math.floor(random() * 1e6)}`;
  const made = { kind: 'model', name, fields, extra, ...strict, undecided: [] } as const;
  return random() < 0.5 ? made : otherModel(random, made, depth);
}

/** A root model, `TypedDict` or named tuple. */
function otherModel(random: Random, made: Extract<FieldType, { kind: 'model' }>, depth: number): FieldType {
  const flavour = pick<'root' | 'typed-dict' | 'named-tuple'>(random, ['root', 'typed-dict', 'named-tuple']);
  if (flavour === 'root') {
    const root = { ...field(random, 'root', depth), required: true };
    const text = isRootText(root.type) ? ({ asText: true } as const) : {};
    return { ...made, flavour, ...text, extra: 'ignore', fields: [{ ...root, inputs: [], loc: 'root' }] };
  }
  // Of a named tuple, fields without a default come first; it has neither aliases nor a configuration.
  // Its default has to be one that validation takes, which settings classes apply to it.
  const fields = made.fields.map((it) => {
    const takesNone = /^(?:optional|none|any)$/.test(it.type.kind);
    return { ...it, ...plainNames(it.name), required: it.required || !takesNone };
  });
  const ordered = fields.toSorted((a, b) => Number(b.required) - Number(a.required));
  const { strict: _strict, ...rest } = made;
  return flavour === 'typed-dict'
    ? { ...made, flavour }
    : { ...rest, flavour, extra: 'forbid', fields: ordered };
}

function plainNames(name: string): Pick<Field, 'inputs' | 'loc'> {
  return { inputs: [{ key: name, environment: name, path: [] }], loc: name };
}

/** Models that the key `kind` tells apart. */
function tagged(random: Random, depth: number): FieldType {
  const alias = random() < 0.2 ? 'k' : 'kind';
  const values = [[str('a')], [str('b'), str('c')], [int(1)]].slice(0, 2 + Math.floor(random() * 2));
  const members = values.map((own) => {
    const made = model(random, depth);
    const plain = made.kind === 'model' && made.flavour !== 'root' && made.flavour !== 'named-tuple';
    const base = plain ? made : { ...NO_FIELDS, name: `Model${Math.floor(random() * 1e6)}` };
    const kind: Field = {
      ...field(random, 'kind', depth),
      type: { kind: 'literal', members: own.map((data) => ({ data })) },
      required: true,
      inputs: [{ key: alias, environment: alias, path: [] }],
      loc: alias,
    };
    return { ...base, fields: [kind, ...base.fields] };
  });
  return { kind: 'union', members, mode: 'tagged', discriminator: 'kind' };
}

const NO_FIELDS = { kind: 'model', fields: [], extra: 'ignore', undecided: [] } as const;

/** A random type; constructors of types inside types become rarer with depth. */
export function typeOf(random: Random, depth = 0): FieldType {
  const roll = random() + depth * 0.25;
  if (roll > 0.62) {
    return { kind: pick(random, SIMPLE) };
  }
  switch (Math.floor(random() * 16)) {
    case 0:
    case 1:
    case 2:
      return constrained(random);
    case 3:
      return { kind: 'optional', inner: typeOf(random, depth + 1) };
    case 4:
    case 5:
    case 6: {
      const members = Array.from({ length: 2 + Math.floor(random() * 2) }, () => typeOf(random, depth + 1));
      return { kind: 'union', members, mode: random() < 0.8 ? 'smart' : 'left-to-right' };
    }
    case 7:
      return list(random, depth);
    case 8:
      return dict(random, depth);
    case 9:
      return random() < 0.5
        ? { kind: 'tuple', items: [typeOf(random, depth + 1)], variadic: true }
        : { kind: 'tuple', items: [typeOf(random, depth + 1), { kind: 'int' }], variadic: false };
    case 10:
      return random() < 0.5 ? literal(random) : enumType(random);
    case 11:
      return random() < 0.5
        ? { kind: 'url', name: pick(random, URLS) }
        : { kind: 'secret', inner: random() < 0.7 ? 'str' : 'bytes' };
    case 12:
    case 13:
      return model(random, depth);
    case 14:
      return tagged(random, depth);
    default:
      return random() < 0.3 ? { kind: 'json' } : { kind: 'json', inner: typeOf(random, depth + 1) };
  }
}

const TEXTS = [
  '',
  ' ',
  '0',
  '1',
  '2',
  '-1',
  '+1',
  '01',
  '1.0',
  '1.5',
  '.5',
  '5.',
  '1e5',
  '1_000',
  '1__0',
  ' 1 ',
  '0x10',
  'inf',
  'nan',
  '-inf',
  'Infinity',
  'true',
  'True',
  'FALSE',
  'yes',
  'off',
  'on',
  'n',
  'None',
  'null',
  'a',
  'b',
  'red',
  'auto',
  'abc',
  'ABC',
  ' ab ',
  'x y',
  '\u00e9',
  '\ud83d\ude00',
  '\u0661',
  '\uff11',
  '\u00a01',
  '\ufeff1',
  '\u00851',
  '2024-01-02',
  '2024-02-30',
  '0000-01-01',
  '2024-01-02T03:04:05',
  '2024-01-02 03:04:05.5Z',
  '2024-01-02T03:04:05+01:00',
  '2024-01-02T00:00:00Z',
  '20240102',
  '1704153600',
  '1704153600000',
  '1704153600.5',
  '-62135596800000',
  '253402300800000',
  '03:04',
  '03:04:05.123456789',
  '24:00',
  '1:02:03',
  '100:00:00',
  '-01:02:03',
  'P1D',
  'PT1H30M',
  '-P1DT2H',
  'P1Y2M3W4DT5H6M7.5S',
  'PT',
  'P',
  '-PT',
  '1 day',
  '2 days, 01:02:03',
  '1d',
  '60',
  '1.5 days',
  '12345678-1234-5678-1234-567812345678',
  'c0a8f9a8-aa5e-482b-a067-9cb3a51f5c11',
  '{12345678-1234-1678-9234-567812345678}',
  'urn:uuid:12345678-1234-4678-9234-567812345678',
  '/tmp/x',
  'a//b/./c/',
  '~/x',
  '127.0.0.1',
  '256.0.0.1',
  '01.2.3.4',
  '::1',
  'fe80::1%eth0',
  '1::2::3',
  '10.0.0.0/8',
  '10.0.0.1/8',
  '10.0.0.0/255.0.0.0',
  '2001:db8::/32',
  '::ffff:1.2.3.4',
  'a@b.co',
  'Name <a@b.co>',
  'a@localhost',
  'A@B.CO',
  'a..b@c.de',
  '"q" <a@b.co>',
  'x@y.test',
  '1k',
  '1.5MB',
  '1 KiB',
  '1Gi',
  '10 mb',
  'http://example.com',
  'https://u:p@h:8443/x?y#z',
  'HTTP://EX.com:80',
  'ftp://x',
  'redis://',
  'redis://h',
  'postgresql://u:p@h1:1,h2:2/db',
  'postgresql:///db',
  'mysql://h/d',
  'localhost:6379',
  'kafka://',
  'nats://a,b',
  'amqp://',
  'ws://h:80',
  'mongodb://u:p@h',
  'file:///etc',
  'http://[::1]/',
  'http://a b',
  'clickhouse+native://h',
  'snowflake://a',
  'mailto:a@b.c',
  '[]',
  '[1,2]',
  '["a","b"]',
  '["1", 2, 3.0]',
  '[1.5]',
  '[[1]]',
  '{}',
  '{"a": 1}',
  '{"a": "x", "b": [1]}',
  '{"a_alias": 1}',
  '{"1": 2}',
  '{"a":1,"a":2}',
  '[NaN]',
  '[1e400]',
  '[1,]',
  "['a']",
  '{"a":1}x',
  '"x"',
  '"1"',
  '[true, null]',
  '[""]',
  'NaN',
  '-Infinity',
  '{"a": {"a": 1}}',
  '[{"a": 1}, {"b": 2}]',
  '[1, "a"]',
  '["2024-01-02"]',
  '99999999999999999999',
  '[99999999999999999999]',
  '[-0.0]',
  '"\\ud83d\\ude00"',
  '{"a": null}',
  '{"kind": "a"}',
  '{"kind": "a", "a": "1"}',
  '{"kind": "b", "b": 2}',
  '{"k": "c"}',
  '{"kind": 1}',
  '{"kind": "z"}',
  '{"b": "x", "c": 1}',
  '[1, "x", 3]',
  '[null]',
  '123456789012345678901234567890.5',
  '12.34',
  '123.4',
  '1.2300',
  '100.00',
] as const;
const ALPHABET = [
  '0',
  '1',
  '9',
  '-',
  '+',
  '.',
  '_',
  ':',
  '/',
  'T',
  'Z',
  'P',
  'D',
  'H',
  'M',
  'S',
  'a',
  'b',
  'e',
  ' ',
  ',',
  '"',
  '[',
  ']',
  '{',
  '}',
  '@',
  '%',
  '\t',
  '\u00a0',
  '\u0660',
  '\u00e9',
];

/** A text that some type takes, or one near to it. */
export function textOf(random: Random): string {
  const base: string = pick(random, TEXTS);
  if (random() < 0.6) {
    return base;
  }
  if (random() < 0.1) {
    return Array.from({ length: Math.floor(random() * 12) }, () => pick(random, ALPHABET)).join('');
  }
  const at = Math.floor(random() * (base.length + 1));
  const mutation = random();
  const cut = mutation < 0.4 ? 0 : 1;
  const inserted = mutation < 0.7 ? pick(random, ALPHABET) : '';
  const text = base.slice(0, at) + inserted + base.slice(at + cut);
  return /\p{Surrogate}/u.test(text) ? base : text;
}

const SCALARS: readonly Data[] = [
  NONE,
  bool(true),
  bool(false),
  int(0),
  int(1),
  int(2),
  int(5),
  int(-1),
  int(10),
  int(1704153600),
  int(1704153600000),
  int(2n ** 63n),
  int(-(2n ** 63n)),
  int(2n ** 70n),
  int(10n ** 400n),
  float(0),
  float(1),
  float(1.5),
  float(-1.5),
  float(0.5),
  float(1e20),
  float(1e16),
  float(1e-5),
  float(Number.NaN),
  float(Number.POSITIVE_INFINITY),
  float(-0),
  float(9.3e18),
  float(86400),
  float(1704153600.123456),
  { kind: 'date', text: '2024-01-02' },
  { kind: 'datetime', text: '2024-01-02T00:00:00' },
  { kind: 'datetime', text: '2024-01-02T03:04:05.500000Z' },
  { kind: 'time', text: '03:04:05' },
];

/** A value as a file holds it. */
export function fileValue(random: Random, depth = 0): Data {
  const roll = random() + depth * 0.2;
  if (roll > 0.75) {
    return str(textOf(random));
  }
  if (roll > 0.4 || depth > 3) {
    return pick(random, SCALARS);
  }
  const size = Math.floor(random() * 3.5);
  if (random() < 0.5) {
    return { kind: 'list', items: Array.from({ length: size }, () => fileValue(random, depth + 1)) };
  }
  const keys = [
    str('a'),
    str('b'),
    str('c'),
    str('a_alias'),
    str('kind'),
    str('k'),
    int(1),
    bool(true),
    str('1'),
    str('x'),
    float(1.5),
    NONE,
  ];
  const entries = new Map<Data, Data>();
  for (let index = 0; index < size; index += 1) {
    entries.set(
      random() < 0.8 ? pick(random, keys.slice(0, 6)) : pick(random, keys),
      fileValue(random, depth + 1),
    );
  }
  const distinct = [...entries].filter(
    ([key], index, all) =>
      !(
        (key.kind === 'bool' || key.kind === 'int') &&
        all.slice(0, index).some(([other]) => other.kind === 'bool' || other.kind === 'int')
      ),
  );
  return { kind: 'dict', entries: distinct };
}

const NEAR: Partial<Record<FieldType['kind'], readonly Data[]>> = {
  model: [
    { kind: 'dict', entries: [[str('a'), int(1)]] },
    { kind: 'list', items: [int(1)] },
  ],
  union: [
    { kind: 'dict', entries: [[str('kind'), str('a')]] },
    { kind: 'dict', entries: [[str('kind'), str('c')]] },
    { kind: 'dict', entries: [[str('kind'), int(1)]] },
    { kind: 'dict', entries: [[str('kind'), float(1)]] },
    { kind: 'dict', entries: [[str('k'), str('b')]] },
  ],
};

/** One type with one value for it. */
export function caseOf(random: Random): Case {
  const type = typeOf(random);
  const near = NEAR[type.kind];
  if (random() < 0.55) {
    return { type, text: textOf(random).replaceAll('\0', '') };
  }
  return { type, value: near !== undefined && random() < 0.2 ? pick(random, near) : fileValue(random) };
}
