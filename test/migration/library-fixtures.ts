import type { KindFixture } from './kind-code.ts';

/** A library whose calls read one variable each, and how a module of it begins. */
export interface LibraryHead {
  readonly name: string;
  readonly requirement: string;
  readonly head: string;
}

const DECOUPLE = {
  name: 'decouple',
  requirement: 'python-decouple==3.8',
  head: 'from decouple import Csv, config\n',
};
const STARLETTE = {
  name: 'starlette',
  requirement: 'starlette==0.50.0',
  head: 'from starlette.config import Config\nfrom starlette.datastructures import CommaSeparatedStrings\n\nconfig = Config()\n',
};
const ENVIRONS = {
  name: 'environs',
  requirement: 'environs==15.2.0',
  head: 'from environs import Env\n\nenv = Env()\n',
};
const DJANGO_ENVIRON = {
  name: 'django-environ',
  requirement: 'django-environ==0.14.0',
  head: 'import environ\n\nenv = environ.Env()\n',
};

type Change = Omit<KindFixture, 'title' | 'files'>;

/** What a service of the library reads on one line; only the names that it uses are imported. */
function fixture({ name, requirement, head }: LibraryHead, line: string, change: Change): KindFixture {
  const imports = head
    .replace('Csv, ', line.includes('Csv(') ? 'Csv, ' : '')
    .replace(/.*CommaSeparatedStrings\n/, (it) => (line.includes('CommaSeparatedStrings') ? it : ''));
  return {
    title: `${name}: ${line}`,
    files: {
      'pyproject.toml': `[project]\nname = "shop"\ndependencies = ["${requirement}"]\n`,
      'app/__init__.py': '',
      'app/settings.py': `${imports}\n${line}\n`,
    },
    ...change,
  };
}

const ORIGINS: Change = {
  kind: 'retype',
  fromKeys: ['ORIGINS'],
  toKeys: ['ORIGINS'],
  convert: 'csv-json',
};
const MODE: Change = {
  kind: 'enum',
  fromKeys: ['MODE'],
  toKeys: ['MODE'],
  convert: 'enum',
  answers: { 'enum.fast': 'quick', 'enum.slow': 'thorough' },
};

/** Spellings of a key that stays. */
export const LIBRARY_SPELLINGS: readonly KindFixture[] = [
  fixture(DECOUPLE, 'MODE = config("MODE", default="fast")', MODE),
  fixture(DECOUPLE, 'ORIGINS = config("ORIGINS", cast=Csv())', ORIGINS),
  fixture(DECOUPLE, 'ORIGINS = config("ORIGINS", default="a.example,b.example", cast=Csv())', ORIGINS),
  fixture(
    DECOUPLE,
    'ORIGINS = config(\n    "ORIGINS",\n    default="a.example,b.example",\n    cast=Csv(),\n)',
    ORIGINS,
  ),
  fixture(
    DECOUPLE,
    'MODE = config(\n    "MODE",\n    default="fast",  # the one that everybody has\n)',
    MODE,
  ),
  fixture(STARLETTE, 'MODE = config("MODE", default="fast")', MODE),
  fixture(STARLETTE, 'ORIGINS = config("ORIGINS", cast=CommaSeparatedStrings, default="a,b")', ORIGINS),
  fixture(STARLETTE, 'ORIGINS = config("ORIGINS", CommaSeparatedStrings)', ORIGINS),
  fixture(ENVIRONS, 'MODE = env("MODE", "fast")', MODE),
  fixture(ENVIRONS, 'ORIGINS = env.str("ORIGINS").split(",")', ORIGINS),
  fixture(ENVIRONS, 'ORIGINS = env.str("ORIGINS", default="https://a.example,https://b.example")', ORIGINS),
  fixture(DJANGO_ENVIRON, 'MODE = env("MODE", default="slow")', MODE),
  fixture(DJANGO_ENVIRON, 'ORIGINS = env.str("ORIGINS", default=None)', ORIGINS),
];

const WORKERS: Change = {
  kind: 'tighten',
  fromKeys: ['WORKERS'],
  toKeys: ['WORKERS'],
  answers: { constraint: 'ge=1, le=16' },
};
const REGION: Change = {
  kind: 'tighten',
  fromKeys: ['REGION'],
  toKeys: ['REGION'],
  answers: { constraint: 'min_length=2, max_length=12' },
};

/** Bounds of a key that stays. */
export const LIBRARY_BOUNDS: readonly KindFixture[] = [
  fixture(DECOUPLE, 'WORKERS = config("WORKERS", default=4, cast=int)', WORKERS),
  fixture(DECOUPLE, 'REGION = config("REGION", default="eu")', REGION),
  fixture(STARLETTE, 'WORKERS: int = config("WORKERS", cast=int)', WORKERS),
  fixture(STARLETTE, 'RATE = [config("WORKERS", cast=float, default="2.5")]', WORKERS),
  fixture(ENVIRONS, 'WORKERS = env.int("WORKERS", 4)', WORKERS),
  fixture(ENVIRONS, 'REGION = env("REGION")', REGION),
  fixture(DJANGO_ENVIRON, 'WORKERS = env.int("WORKERS", default=4)', WORKERS),
  fixture(DJANGO_ENVIRON, 'REGION = env("REGION", default="eu-west")', REGION),
];

const TIMEOUT: Change = {
  kind: 'unit',
  fromKeys: ['TIMEOUT'],
  toKeys: ['TIMEOUT_MS'],
  convert: 'seconds-to-milliseconds',
};
const URL: Change = {
  kind: 'split',
  fromKeys: ['CACHE_URL'],
  toKeys: ['CACHE_HOST', 'CACHE_PORT'],
  convert: 'url-host-port',
  answers: { scheme: 'redis' },
};
const ADDRESS: Change = {
  kind: 'merge',
  fromKeys: ['API_HOST', 'API_PORT'],
  toKeys: ['API_ADDRESS'],
  convert: 'join-host-port',
};

/** Keys that give way to others, whose values are other ones. */
export const LIBRARY_CONVERSIONS: readonly KindFixture[] = [
  fixture(DECOUPLE, 'TIMEOUT = config("TIMEOUT", default=30, cast=int)', TIMEOUT),
  fixture(DECOUPLE, 'TIMES = [config("TIMEOUT", cast=float), config("TIMEOUT", "1.5")]', TIMEOUT),
  fixture(DECOUPLE, 'CACHE = config("CACHE_URL")', URL),
  fixture(
    DECOUPLE,
    'API = [\n    config("API_HOST"),\n    config("API_PORT", default="80", cast=int),\n]',
    ADDRESS,
  ),
  fixture(STARLETTE, 'TIMEOUT = config("TIMEOUT", cast=float, default=2.5)', TIMEOUT),
  fixture(STARLETTE, 'CACHE = config("CACHE_URL", default="redis://localhost:6379")', URL),
  fixture(
    STARLETTE,
    'API = [\n    config("API_HOST", default=None),\n    config("API_PORT", int),\n]',
    ADDRESS,
  ),
  fixture(ENVIRONS, 'TIMEOUT = env.int("TIMEOUT", 30)', TIMEOUT),
  fixture(ENVIRONS, 'TIMEOUT = env.float("TIMEOUT")', TIMEOUT),
  fixture(ENVIRONS, 'CACHE = env("CACHE_URL", None)', URL),
  fixture(
    ENVIRONS,
    'API = [\n    env.str("API_HOST", "api"),\n    env.int("API_PORT", default=80),\n]',
    ADDRESS,
  ),
  fixture(DJANGO_ENVIRON, 'TIMEOUT = env.float("TIMEOUT", default=1.5)', TIMEOUT),
  fixture(DJANGO_ENVIRON, 'CACHE = env.str("CACHE_URL")', URL),
  fixture(
    DJANGO_ENVIRON,
    'API = [\n    env("API_HOST", default="api"),\n    env.int("API_PORT"),\n]',
    ADDRESS,
  ),
];

/** Reads of which a library makes a value before code can look at the text, or whose default would be refused. */
export const LIBRARY_BY_HAND: readonly KindFixture[] = [
  fixture(DECOUPLE, 'MODE = config("MODE", cast=bool)', MODE),
  fixture(DECOUPLE, 'MODE = config("MODE", default=find_mode())', MODE),
  fixture(DECOUPLE, 'MODE = config("MODE", default="quick")', MODE),
  fixture(ENVIRONS, 'ORIGINS = env.list("ORIGINS")', ORIGINS),
  fixture(DJANGO_ENVIRON, 'MODE = env.str("MODE", choices=["fast", "slow"])', MODE),
  fixture(DJANGO_ENVIRON, 'ORIGINS = env.list("ORIGINS", default=[])', ORIGINS),
  fixture(STARLETTE, 'WORKERS = config("WORKERS", cast=int, default=64)', WORKERS),
  fixture(ENVIRONS, 'WORKERS = env.int("WORKERS", default_workers())', WORKERS),
  fixture(ENVIRONS, 'WORKERS = env.list("WORKERS")', WORKERS),
  fixture(DECOUPLE, 'TIMEOUT = config("TIMEOUT", cast=bool)', TIMEOUT),
  fixture(STARLETTE, 'TIMEOUT = config("TIMEOUT", cast=int, default=None)', TIMEOUT),
  fixture(ENVIRONS, 'TIMEOUT = env.timedelta("TIMEOUT")', TIMEOUT),
  fixture(ENVIRONS, 'TIMEOUT = env.int("TIMEOUT", "30")', TIMEOUT),
  fixture(DJANGO_ENVIRON, 'DATABASES = {"default": env.db("CACHE_URL")}', URL),
  fixture(
    { ...DJANGO_ENVIRON, head: 'import environ\n\nenv = environ.Env(TIMEOUT=(int, 30))\n' },
    'TIMEOUT = env("TIMEOUT")',
    TIMEOUT,
  ),
];
