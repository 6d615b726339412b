import { bareType } from '../../schema/bare-type.ts';
import type { Constraints, FieldType, LiteralMember, SimpleKind } from '../../schema/field-type.ts';
import type { Field } from '../../schema/schema.ts';
import type { Data } from '../../syntax/data.ts';

/** Two different texts that a field accepts, made up: no value of an environment is ever among them. */
export type Samples = readonly [string, string];

/** Texts for a field, or undefined where none is certain to be accepted. */
export function samplesFor(field: Field): Samples | undefined {
  return field.undecided.length > 0 ? undefined : samplesOf(field.type, {});
}

function samplesOf(type: FieldType, constraints: Constraints): Samples | undefined {
  switch (type.kind) {
    case 'optional':
      return samplesOf(type.inner, constraints);
    case 'constrained':
      return samplesOf(type.inner, { ...constraints, ...type.constraints });
    case 'secret':
      return texts(constraints);
    case 'literal':
      return members(type.members.map((it: LiteralMember) => it.data));
    case 'enum':
      return members(
        type.members.map((it) => it.value),
        type.base !== 'plain',
      );
    case 'url':
      return urls(type.name);
    case 'list':
    case 'set':
    case 'frozenset':
    case 'sequence':
    case 'deque':
      return constraints.maxLength === undefined && (constraints.minLength ?? 0) <= 1
        ? lists(type.item)
        : undefined;
    case 'dict':
      return type.key.kind === 'str' ? dicts(type.value) : undefined;
    case 'union':
      return type.members.some((it) => it.kind === 'str') ? texts(constraints) : undefined;
    case 'json':
      return type.inner === undefined ? ['1', '2'] : undefined;
    case 'model':
      return models(type);
    case 'tuple':
    case 'undecided':
    case 'switch':
    case 'separated':
    case 'or-empty':
    case 'one-of':
    case 'judged':
    case 'instance':
    case 'pairs':
    case 'address':
      return undefined;
    default:
      return simple(type.kind, constraints);
  }
}

function simple(kind: SimpleKind, constraints: Constraints): Samples | undefined {
  switch (kind) {
    case 'str':
    case 'any':
      return texts(constraints);
    case 'int':
      return integers(constraints);
    case 'float':
    case 'decimal':
      return numbers(constraints);
    case 'bool':
      return ['true', 'false'];
    case 'bytes':
      return ['example-one', 'example-two'];
    case 'date':
      return ['2020-01-01', '2020-01-02'];
    case 'datetime':
      return ['2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z'];
    case 'time':
      return ['10:00:00', '11:00:00'];
    case 'timedelta':
      return ['PT10S', 'PT20S'];
    case 'uuid':
      return ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    case 'path':
      return ['example/one', 'example/two'];
    case 'ipv4-address':
    case 'ipvany-address':
      return ['192.0.2.1', '192.0.2.2'];
    case 'byte-size':
      return ['1024', '2048'];
    default:
      return undefined;
  }
}

function texts(constraints: Constraints): Samples | undefined {
  if (constraints.pattern !== undefined) return undefined;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = constraints;
  if (maxLength < 1 || minLength > maxLength) return undefined;
  const length = Math.max(minLength, Math.min(11, maxLength));
  return ['example-one', 'sample-two1'].map((it) =>
    it.padEnd(length, 'x').slice(0, length),
  ) as unknown as Samples;
}

function bound(data: Data | undefined): number | undefined {
  if (data?.kind === 'int') return Number(data.value);
  return data?.kind === 'float' ? data.value : undefined;
}

function integers(constraints: Constraints): Samples | undefined {
  const step = Math.abs(Math.trunc(bound(constraints.multipleOf) ?? 1)) || 1;
  const { low, high } = range(constraints);
  const first = Math.ceil(Math.max(low ?? 0, Math.min(20, high ?? 20)) / step) * step;
  const candidates = [first, first + step, first - step, first + 2 * step, first - 2 * step].filter((it) =>
    within(it, constraints),
  );
  const [one, two] = candidates;
  return one === undefined || two === undefined ? undefined : [String(one), String(two)];
}

function numbers(constraints: Constraints): Samples | undefined {
  if (constraints.multipleOf !== undefined || constraints.maxDigits !== undefined) return undefined;
  const { low, high } = range(constraints);
  const from = low ?? (high === undefined ? 1 : high - 4);
  const to = high ?? from + 4;
  const pair = [from + (to - from) / 4, from + (to - from) / 2];
  if (!pair.every((it) => within(it, constraints)) || pair[0] === pair[1]) return undefined;
  return pair.map(String) as unknown as Samples;
}

/** False for a number outside of the bounds of a field of numbers. */
export function acceptsNumber({ type }: Field, text: string): boolean {
  let constraints: Constraints = {};
  let base = type;
  while (base.kind === 'optional' || base.kind === 'constrained') {
    if (base.kind === 'constrained') constraints = { ...constraints, ...base.constraints };
    base = base.inner;
  }
  const isNumber = base.kind === 'int' || base.kind === 'float' || base.kind === 'decimal';
  if (!isNumber) return true;
  const step = bound(constraints.multipleOf);
  return within(Number(text), constraints) && (step === undefined || Number(text) % step === 0);
}

function range(constraints: Constraints): { readonly low?: number; readonly high?: number } {
  const low = bound(constraints.ge) ?? bound(constraints.gt);
  const high = bound(constraints.le) ?? bound(constraints.lt);
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

function within(value: number, { gt, ge, lt, le }: Constraints): boolean {
  const above = (it: Data | undefined, ok: (bound: number) => boolean) => {
    const limit = bound(it);
    return it === undefined || (limit !== undefined && ok(limit));
  };
  return (
    above(gt, (it) => value > it) &&
    above(ge, (it) => value >= it) &&
    above(lt, (it) => value < it) &&
    above(le, (it) => value <= it)
  );
}

/** Texts match only members that are texts, unless the enum converts. */
function members(values: readonly Data[], converts = false): Samples | undefined {
  const found = values.flatMap((it) => {
    if (it.kind === 'str' && it.value !== '') return [it.value];
    return converts && it.kind === 'int' ? [String(it.value)] : [];
  });
  const [one, two] = [...new Set(found)];
  return one === undefined || two === undefined ? undefined : [one, two];
}

const URLS: ReadonlyMap<string, string> = new Map([
  ['AnyUrl', 'https'],
  ['AnyHttpUrl', 'https'],
  ['HttpUrl', 'https'],
  ['WebsocketUrl', 'wss'],
  ['AnyWebsocketUrl', 'wss'],
  ['PostgresDsn', 'postgresql'],
  ['CockroachDsn', 'cockroachdb'],
  ['MySQLDsn', 'mysql'],
  ['MariaDBDsn', 'mariadb'],
  ['RedisDsn', 'redis'],
  ['AmqpDsn', 'amqp'],
  ['MongoDsn', 'mongodb'],
]);

function urls(name: string): Samples | undefined {
  const scheme = URLS.get(name);
  if (scheme === undefined) return undefined;
  const path = scheme === 'redis' ? '0' : 'app';
  return [`${scheme}://one.example.com/${path}`, `${scheme}://two.example.com/${path}`];
}

function lists(item: FieldType): Samples | undefined {
  const samples = samplesOf(item, {});
  return samples && [`[${json(item, samples[0])}]`, `[${json(item, samples[1])}]`];
}

function dicts(value: FieldType): Samples | undefined {
  const samples = samplesOf(value, {});
  return samples && [`{"example": ${json(value, samples[0])}}`, `{"example": ${json(value, samples[1])}}`];
}

/** A model as JSON: what it requires, or one of its fields where it requires nothing. */
function models(type: FieldType & { readonly kind: 'model' }): Samples | undefined {
  const { fields, flavour, strict, undecided } = type;
  if (flavour === 'root' || flavour === 'named-tuple' || strict || undecided.length > 0) return undefined;
  const required = fields.filter((it) => it.required);
  const chosen = required.length > 0 ? required : fields.filter((it) => samplesFor(it)).slice(0, 1);
  const items = chosen.map((field) => ({ field, samples: samplesFor(field), key: field.inputs[0]?.key }));
  if (items.length === 0 || items.some((it) => it.samples === undefined || it.key === undefined))
    return undefined;
  const written = (at: 0 | 1) =>
    items.map(({ field, samples, key = '' }) => {
      const value = json(field.type, samples?.[at] ?? '');
      return `${JSON.stringify(key)}: ${value}`;
    });
  return [`{${written(0).join(', ')}}`, `{${written(1).join(', ')}}`];
}

const AS_JSON: ReadonlySet<string> = new Set(
  'int float bool list set frozenset sequence deque dict json model'.split(' '),
);

function json(type: FieldType, text: string): string {
  return AS_JSON.has(bareType(type).kind) ? text : JSON.stringify(text);
}
