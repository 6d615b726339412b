import { type Random, randomFrom } from './random.ts';

/** One module of reads through one library, and the process environment it starts in. */
export interface CallCase {
  readonly library: string;
  /** The code above the reads. */
  readonly header: string;
  /** One expression for each read. */
  readonly reads: readonly string[];
  /** The name that each of them reads, without the prefix. */
  readonly names: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What stands before the names in the process environment. */
  readonly prefix: string;
  /** Files beside the code, by path, and where the code stands among them. */
  readonly files?: Readonly<Record<string, string>>;
  readonly module?: string;
}

type Texts = readonly [string, ...string[]];

interface Library {
  readonly header: string;
  /** What stands before the names in the process environment. */
  readonly prefix?: string;
  /** Expressions with `$K` for the quoted name. */
  readonly reads: Texts;
}

const DYNACONF_READS = [
  '$K',
  '$K, must_exist=True',
  '$K, required=True, is_type_of=int',
  '$K, is_type_of=int, default=5',
  '$K, default=1.5',
  '$K, is_type_of=str',
  '$K, must_exist=True, is_type_of=bool',
  '$K, is_type_of=(int, float)',
  '$K, is_type_of=list',
  '$K, gte=1, lte=5, is_type_of=int',
  '$K, is_type_of=float, gt=0',
  '$K, is_in=["a", 5, True, "yes"]',
  '$K, eq=1',
  '$K, is_type_of=str, len_min=1, len_max=3',
  '$K, is_type_of=str, len_eq=1',
].map((it) => `Dynaconf(envvar_prefix="SHOP", validators=[Validator(${it})]).get($K)`) as unknown as Texts;

const LIBRARIES: Readonly<Record<string, Library>> = {
  'os-environ': {
    header: `import json
import os
from pathlib import Path


def number(name, default="3"):
    return int(os.getenv(name, default))


def flag(key: str, default: str = "NO") -> bool:
    return bool(os.getenv(key, default).lower() in ("yes", "y", "1", "t", "true"))


def needed(name):
    value = os.environ.get(name)
    if value is None:
        raise RuntimeError(name)
    return value


def parts(name, default="a"):
    value = os.environ.get(name)
    if not value:
        return [default]
    return value.split(";")
`,
    reads: [
      'os.environ[$K]',
      'os.getenv($K)',
      'os.getenv($K, "x")',
      'int(os.environ[$K])',
      'int(os.getenv($K, "7"))',
      'int(os.getenv($K, 8))',
      'float(os.environ.get($K, "1.5"))',
      'bool(os.getenv($K))',
      'bool(os.getenv($K, ""))',
      'os.getenv($K, "no") == "yes"',
      'os.getenv($K, "no") != "yes"',
      'os.getenv($K, "").lower() in ("1", "true", "yes")',
      'os.environ.get($K, "OFF").strip().upper() not in {"OFF", "0"}',
      'os.getenv($K, "a,b").split(",")',
      'os.getenv($K, "a b").split()',
      'os.environ[$K].split(":")',
      'json.loads(os.environ[$K])',
      'Path(os.environ[$K])',
      'number($K)',
      'number(name=$K, default="12")',
      'flag($K)',
      'flag($K, "yes")',
      'not flag($K)',
      'needed($K)',
      'int(needed($K))',
      'os.getenv($K) or "other"',
      'str(os.getenv($K))',
      'str(os.getenv($K, 5))',
    ],
  },
  starlette: {
    header: `from starlette.config import Config
from starlette.datastructures import CommaSeparatedStrings, Secret

config = Config()
`,
    reads: [
      'config($K)',
      'config($K, default="x")',
      'config($K, default=None)',
      'config($K, cast=bool)',
      'config($K, cast=bool, default=False)',
      'config($K, cast=bool, default="yes")',
      'config($K, cast=int, default=5)',
      'config($K, cast=int, default=None)',
      'config($K, cast=str, default=5)',
      'config($K, cast=Secret, default="s")',
      'config($K, int)',
      'config($K, cast=float, default="2")',
      'config($K, cast=CommaSeparatedStrings, default="a, b")',
      'config($K, cast=CommaSeparatedStrings)',
      'config.get($K, cast=int, default="6")',
    ],
  },
  decouple: {
    header: `from decouple import Choices, Csv, config
`,
    reads: [
      'config($K)',
      'config($K, default="x")',
      'config($K, default=None)',
      'config($K, cast=bool)',
      'config($K, default=False, cast=bool)',
      'config($K, default="", cast=bool)',
      'config($K, cast=int)',
      'config($K, default=5, cast=int)',
      'config($K, default="2.5", cast=float)',
      'config($K, default="", cast=Csv())',
      'config($K, cast=Csv(int))',
      'config($K, default="1,2", cast=Csv(int, post_process=tuple))',
      'config($K, default="a;b", cast=Csv(delimiter=";"))',
      'config($K, cast=Csv(delimiter="; "))',
      'config($K, cast=Csv(bool))',
      'config($K, cast=Csv(float, post_process=set))',
      'config($K, default=5, cast=str)',
      'config($K, default=None, cast=str)',
      'config($K, default=True, cast=bool)',
      'config($K, cast=Choices(["a", "5", ""]))',
      'config($K, default="1", cast=Choices([1, 5], cast=int))',
      'config($K, default="a", cast=Choices(choices=[("a", "A"), ("y", "Y")]))',
    ],
  },
  environs: {
    header: `import datetime
import decimal
import enum
import uuid
from pathlib import Path

from environs import Env, validate
from marshmallow.validate import OneOf, Range


class Color(enum.Enum):
    RED = "red"
    GREEN = "yes"


class Number(enum.IntEnum):
    ONE = 1
    a = 5


def even(value):
    if value % 2:
        raise ValueError(value)


env = Env()
`,
    reads: [
      'env($K)',
      'env($K, "x")',
      'env.str($K)',
      'env.str($K, default=None)',
      'env.int($K)',
      'env.int($K, 5)',
      'env.int($K, default="5")',
      'env.float($K, 1.5)',
      'env.bool($K)',
      'env.bool($K, False)',
      'env.list($K)',
      'env.list($K, [])',
      'env.list($K, subcast=int)',
      'env.list($K, ["a"], subcast=bool)',
      'env.list($K, delimiter=" ")',
      'env.json($K)',
      'env.path($K)',
      'env.json($K, default=None)',
      'env.json($K, default=5)',
      'env.date($K)',
      'env.datetime($K)',
      'env.time($K)',
      'env.timedelta($K)',
      'env.timedelta($K, default=datetime.timedelta(seconds=5))',
      'env.decimal($K)',
      'env.uuid($K)',
      'env.log_level($K, 20)',
      'env.enum($K, enum=Color)',
      'env.enum($K, enum=Color, by_value=True)',
      'env.enum($K, enum=Number)',
      'env.dict($K)',
      'env.dict($K, subcast_values=int)',
      'env.dict($K, subcast_keys=str, delimiter=";", key_value_delimiter=":")',
      'env.int($K, validate=Range(min=1, max=5))',
      'env.int($K, 3, validate=validate.Range(0, 5, min_inclusive=False, max_inclusive=False))',
      'env.float($K, validate=[Range(min=0.5)])',
      'env.str($K, validate=validate.Length(min=1, max=3))',
      'env.str($K, validate=[validate.Length(equal=1), OneOf(["a", "5", "1"])])',
      'env.int($K, validate=OneOf([0, 1, 5]))',
      'env.list($K, subcast=int, validate=validate.Length(max=2))',
      'env.list($K, subcast=Path)',
      'env.list($K, subcast=uuid.UUID)',
      'env.list($K, subcast=decimal.Decimal, delimiter=";")',
      'env.list($K, subcast=datetime.timedelta)',
      'env.int($K, validate=even)',
    ],
  },
  dynaconf: {
    prefix: 'SHOP_',
    header: `from dynaconf import Dynaconf, Validator
`,
    reads: DYNACONF_READS,
  },
  'django-environ': {
    header: `import environ

env = environ.Env(V0=(bool, False), V1=int, V2=(list, []), V3=(str, "s"))
`,
    reads: [
      'env($K)',
      'env($K, default="x")',
      'env($K, default=5)',
      'env($K, int)',
      'env($K, cast=str, default="d")',
      'env.str($K)',
      'env.str($K, default=None)',
      'env.int($K)',
      'env.int($K, default=5)',
      'env.bool($K)',
      'env.bool($K, default=False)',
      'env.list($K)',
      'env.list($K, default=[])',
      'env.list($K, cast=int)',
      'env.json($K)',
      'env.bool($K, default=None)',
      'env.float($K)',
      'env.float($K, default=1.5)',
      'env.tuple($K)',
      'env.tuple($K, cast=int, default=(1, 2))',
      'env.list($K, float)',
      'env.list($K, cast=bool)',
      'env.dict($K)',
      'env.dict($K, default={})',
      'env.int($K, default="5")',
      'env.str($K, choices=("a", "5", ""))',
      'env($K, default=True)',
      'env($K, default=[1])',
      'env($K, cast=[int])',
      'env($K, cast=(float,), default=None)',
      'env($K, cast=dict)',
      'env.str($K, multiline=True)',
      'env.url($U, default="http://a")',
      'env.db_url($U, default="sqlite://:memory:")',
      'env.bytes($K, default="a")',
      'env.bytes($K)',
      'env.url($U)',
      'env.db_url($U)',
      'env.db($U, default="postgres://u@h/d")',
      'env.cache_url($U, default="locmemcache://")',
      'env.cache($U)',
      'env.email_url($U)',
      'env.email($U, default="smtp://localhost:25")',
      'env.channels_url($U, default="inmemory://")',
      'env.cache($U, default="redis://h:6379/1")',
      'env($K, default="$V4")',
      'env.list($K, default=["a"])',
      'env.json($K, default=5)',
      'env.int($K, default="$V5")',
    ],
  },
};

const VALUES: Texts = [
  '',
  '0',
  '1',
  '00',
  '5',
  '-7',
  '+3',
  ' 4 ',
  '1_000',
  '1__0',
  '1.0',
  '2.5',
  '1e3',
  'nan',
  'inf',
  '-inf',
  '0x10',
  'true',
  'True',
  'TRUE',
  'tRue',
  'false',
  'False',
  'yes',
  'YES',
  'no',
  'on',
  'off',
  'ok',
  'y',
  'n',
  't',
  'f',
  'a',
  'a,b',
  'a, b',
  ',',
  'a,,b',
  '1,2',
  '1, 2',
  '1,x',
  'a;b',
  'a b',
  ' a  b ',
  '{"a": 1}',
  '[1, 2]',
  '"text"',
  'null',
  '{',
  'a=b',
  '/tmp/x',
  'a//b/',
  '.',
  'é',
  '５',
  '\u00a05',
  'None',
  '2026-03-04',
  '2026-02-30',
  '2026-3-4',
  '20260304',
  '2026-03-04T05:06:07',
  '2026-03-04 05:06:07.5+01:00',
  '2026-03-04T05:06Z',
  '05:06',
  '25:00',
  '05:06:07.123',
  'T0506',
  '05:06Z',
  '2026-W10-3',
  '20260304T050607,25',
  '\u00a01\u2003h',
  '1h 30m',
  '30m 1h',
  '90s',
  '-5s',
  '1.5',
  '1e20',
  '0.0000005',
  '999999999999d',
  '12345678-1234-5678-1234-567812345678',
  '{12345678123456781234567812345678}',
  'urn:uuid:12345678-1234-5678-1234-56781234567g',
  'info',
  'WARN',
  'fatal',
  'RED',
  'red',
  'ONE',
  'a=1,b=2',
  'a=1,a=3',
  'a = x=y , b=',
  'a:1;b:2',
  'a,b=1',
  '"a,b",c',
  "a 'b",
  'a\\,b',
  'a, ,b',
  '(1,2)',
  '((a))',
  '1,234.5',
  '$ 3',
  '@int 5',
  '@bool on',
  '@float 1',
  '@int x',
  '@none',
  '["a", "b"]',
  '+5',
  ' true ',
  '10.0.0.1',
  '$OTHER',
  'a#b',
  "it's",
];

const ADDRESSES: Texts = [
  'postgres://u:p%40x@db.example:5432/shop?conn_max_age=60&sslmode=require',
  'postgres://u:p#x@h/db',
  'postgresql://u@/d',
  'postgresql://H:x/d',
  'postgis:////var/run/socket/d',
  'sqlite:///db.sqlite3',
  'sqlite://:memory:',
  'sqlite://',
  'mysql://h:70000/d',
  'mysql2://u:p@h/d?ATOMIC_REQUESTS=True&charset=utf8',
  'redshift://h',
  'http://a.example/b;c?x=1#f',
  'HTTP://U:P@A:80',
  'locmemcache://name',
  'filecache:///var/tmp',
  'dbcache://t',
  'memcache://127.0.0.1:11211,10.0.0.2:11211',
  'memcache:///tmp/m.sock',
  'dummycache://',
  'smtp+tls://u:p@mail:587',
  'smtps://u%40x:p@mail',
  'smtp+ssl://mail:465',
  'consolemail://',
  'filemail:///tmp/mail',
  'inmemory://',
  'redis+pubsub://h:6379/1',
  'redis://h:6379/1?x=1#f',
  'postgres://u:p@h1:5432,h2:5433/d',
  'postgres://h1:5432,h2/d',
  'psql://h1,h2/',
  'ldap://h:389/o=x',
  'ldap://',
  'oracle://u:p@h:1521/SID',
  'oracle://sid:0',
  'oracle://u@tns',
  'mysql://h:0/d?timeout=5&CONN_MAX_AGE=None',
  'smtp://mail?timeout=5&email_use_tls=1&a=b',
  'filecache:///x?timeout=60&max_entries=1.5&key_prefix=a_b-c',
  'memcache://h?binary=True&x=None',
  'pymemcache:///tmp/m.sock?timeout=none',
  'valkeys://h:6379/2?KEY_prefix=x',
  'rediss://h:6379',
  'nothing',
  '',
];

/** Values that stand for other variables, of django-environ. */
const PROXIES: Texts = ['$OTHER', '$V1', '$V3', '$$V4', '$V5', '$U0', '$U2', '$', '7', 'a,b', '"x"', ''];

function textFor(random: Random, library: string, texts: Texts): string {
  return library === 'django-environ' && random.chance(0.06) ? random.pick(PROXIES) : random.pick(texts);
}

/** A lock file that says what is installed where these cases run. */
export const LOCKED = {
  'uv.lock': '[[package]]\nname = "django-environ"\nversion = "0.14.0"\n',
} as const;

export const LIBRARY_NAMES = Object.keys(LIBRARIES);

/** A case by its seed. */
export function callCase(library: string, seed: number): CallCase {
  const { header, reads, prefix = '' } = LIBRARIES[library] as Library;
  const random: Random = randomFrom(seed);
  const env: Record<string, string> = {};
  const names: string[] = [];
  const chosen = Array.from({ length: prefix === '' ? 1 + random.below(6) : 1 }, (_, index) => {
    const read = random.pick(reads);
    // What is said of `V0` … in the header holds for no address.
    const isAddress = read.includes('$U');
    const name = `${isAddress ? 'U' : 'V'}${index}`;
    names.push(name);
    if (random.chance(0.75))
      env[`${prefix}${name}`] = textFor(
        random,
        library,
        isAddress && random.chance(0.9) ? ADDRESSES : VALUES,
      );
    return read.replace(/\$[KU]/g, JSON.stringify(name));
  });
  if (library !== 'django-environ') return { library, header, reads: chosen, names, env, prefix };
  if (random.chance(0.2)) env.OTHER = random.pick(PROXIES);
  return { library, header, reads: chosen, names, env, prefix, files: LOCKED, module: 'settings.py' };
}
