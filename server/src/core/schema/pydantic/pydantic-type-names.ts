import { int } from '../../syntax/data.ts';
import type { Constraints, FieldType, SimpleKind } from '../field-type.ts';

const SIMPLE: ReadonlyMap<string, SimpleKind> = new Map(
  Object.entries<SimpleKind>({
    'builtins.str': 'str',
    'typing.Text': 'str',
    'typing.LiteralString': 'str',
    'builtins.bool': 'bool',
    'builtins.int': 'int',
    'builtins.float': 'float',
    'builtins.bytes': 'bytes',
    'builtins.object': 'any',
    'typing.Any': 'any',
    'decimal.Decimal': 'decimal',
    'datetime.date': 'date',
    'datetime.datetime': 'datetime',
    'datetime.time': 'time',
    'datetime.timedelta': 'timedelta',
    'uuid.UUID': 'uuid',
    'pathlib.Path': 'path',
    'pathlib.PurePath': 'path',
    'pathlib.PosixPath': 'path',
    'pathlib.PurePosixPath': 'path',
    'ipaddress.IPv4Address': 'ipv4-address',
    'ipaddress.IPv6Address': 'ipv6-address',
    'ipaddress.IPv4Network': 'ipv4-network',
    'ipaddress.IPv6Network': 'ipv6-network',
    'ipaddress.IPv4Interface': 'ipv4-interface',
    'ipaddress.IPv6Interface': 'ipv6-interface',
    'pydantic.IPvAnyAddress': 'ipvany-address',
    'pydantic.IPvAnyNetwork': 'ipvany-network',
    'pydantic.IPvAnyInterface': 'ipvany-interface',
    'pydantic.EmailStr': 'email',
    'pydantic.ByteSize': 'byte-size',
    'pydantic.NameEmail': 'name-email',
    'pydantic.AwareDatetime': 'aware-datetime',
    'pydantic.NaiveDatetime': 'naive-datetime',
    'pydantic.UUID1': 'uuid1',
    'pydantic.UUID3': 'uuid3',
    'pydantic.UUID4': 'uuid4',
    'pydantic.UUID5': 'uuid5',
    'pydantic.UUID6': 'uuid6',
    'pydantic.UUID7': 'uuid7',
    'pydantic.UUID8': 'uuid8',
  }),
);

const ZERO = int(0);
const STRICT: Constraints = { strict: true };

const CONSTRAINED: ReadonlyMap<string, readonly [SimpleKind, Constraints]> = new Map(
  Object.entries<readonly [SimpleKind, Constraints]>({
    PositiveInt: ['int', { gt: ZERO }],
    NegativeInt: ['int', { lt: ZERO }],
    NonNegativeInt: ['int', { ge: ZERO }],
    NonPositiveInt: ['int', { le: ZERO }],
    PositiveFloat: ['float', { gt: ZERO }],
    NegativeFloat: ['float', { lt: ZERO }],
    NonNegativeFloat: ['float', { ge: ZERO }],
    NonPositiveFloat: ['float', { le: ZERO }],
    FiniteFloat: ['float', { allowInfNan: false }],
    StrictBool: ['bool', STRICT],
    StrictInt: ['int', STRICT],
    StrictFloat: ['float', STRICT],
    StrictStr: ['str', STRICT],
    StrictBytes: ['bytes', STRICT],
  }),
);

const URLS: ReadonlySet<string> = new Set(
  `AmqpDsn AnyHttpUrl AnyUrl AnyWebsocketUrl ClickHouseDsn CockroachDsn FileUrl FtpUrl HttpUrl KafkaDsn MariaDBDsn
  MongoDsn MySQLDsn NatsDsn PostgresDsn RedisDsn SnowflakeDsn WebsocketUrl`.split(/\s+/),
);

/** Types that are known and still say nothing, each with the reason. */
const UNDECIDED: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    FilePath: 'depends on the file system',
    DirectoryPath: 'depends on the file system',
    NewPath: 'depends on the file system',
    SocketPath: 'depends on the file system',
    PastDate: 'depends on the clock',
    FutureDate: 'depends on the clock',
    PastDatetime: 'depends on the clock',
    FutureDatetime: 'depends on the clock',
    ImportString: 'imports code',
  }),
);

/** A type of the standard library or pydantic that needs no arguments, by its canonical name. */
export function namedType(name: string): FieldType | undefined {
  const simple = SIMPLE.get(name);
  if (simple) return { kind: simple };
  const own = name.startsWith('pydantic.') ? name.slice(9) : undefined;
  if (own === undefined) return undefined;
  const constrained = CONSTRAINED.get(own);
  if (constrained)
    return { kind: 'constrained', inner: { kind: constrained[0] }, constraints: constrained[1] };
  if (URLS.has(own)) return { kind: 'url', name: own };
  if (own === 'SecretStr') return { kind: 'secret', inner: 'str' };
  if (own === 'SecretBytes') return { kind: 'secret', inner: 'bytes' };
  if (own === 'Json') return { kind: 'json' };
  const reason = UNDECIDED.get(own);
  return reason === undefined ? undefined : { kind: 'undecided', reason: `\`${own}\` ${reason}` };
}

export type CollectionKind = 'list' | 'set' | 'frozenset' | 'sequence' | 'deque' | 'dict' | 'tuple';

const COLLECTIONS: ReadonlyMap<string, CollectionKind> = new Map(
  Object.entries<CollectionKind>({
    'builtins.list': 'list',
    'typing.List': 'list',
    'builtins.set': 'set',
    'typing.Set': 'set',
    'typing.MutableSet': 'set',
    'typing.AbstractSet': 'set',
    'collections.abc.Set': 'set',
    'collections.abc.MutableSet': 'set',
    'builtins.frozenset': 'frozenset',
    'typing.FrozenSet': 'frozenset',
    'typing.Sequence': 'sequence',
    'typing.MutableSequence': 'sequence',
    'collections.abc.Sequence': 'sequence',
    'collections.abc.MutableSequence': 'sequence',
    'collections.deque': 'deque',
    'typing.Deque': 'deque',
    'builtins.dict': 'dict',
    'typing.Dict': 'dict',
    'typing.Mapping': 'dict',
    'typing.MutableMapping': 'dict',
    'collections.abc.Mapping': 'dict',
    'collections.abc.MutableMapping': 'dict',
    'builtins.tuple': 'tuple',
    'typing.Tuple': 'tuple',
  }),
);

/** What a generic collection of the standard library is, by its canonical name. */
export function collectionKind(name: string): CollectionKind | undefined {
  return COLLECTIONS.get(name);
}

/** `constr(…)` and its like: the type that the call's constraints apply to. */
const CONSTRAINING_CALLS: ReadonlyMap<string, SimpleKind | 'list' | 'set' | 'frozenset'> = new Map(
  Object.entries<SimpleKind | 'list' | 'set' | 'frozenset'>({
    constr: 'str',
    conint: 'int',
    confloat: 'float',
    conbytes: 'bytes',
    condecimal: 'decimal',
    condate: 'date',
    conlist: 'list',
    conset: 'set',
    confrozenset: 'frozenset',
  }),
);

/** The base type of `pydantic.constr` and its like. */
export function constrainedCall(name: string): SimpleKind | 'list' | 'set' | 'frozenset' | undefined {
  return name.startsWith('pydantic.con') ? CONSTRAINING_CALLS.get(name.slice(9)) : undefined;
}
