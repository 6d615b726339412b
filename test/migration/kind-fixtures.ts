import type { KindFixture } from './kind-code.ts';
import type { Files } from './walk.ts';

const HEAD = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

`;

function service(fields: string, more: Files = {}): Files {
  const needs = ['Field', 'SecretStr'].filter((it) => fields.includes(it));
  const [typed] = ['Literal', 'Annotated'].filter((it) => fields.includes(`${it}[`));
  const typing = typed === undefined ? '' : `from typing import ${typed}\n\n`;
  const imports = typing + (needs.length === 0 ? '' : `from pydantic import ${needs.join(', ')}\n`);
  return {
    'pyproject.toml': '[project]\nname = "api"\n',
    'app/__init__.py': '',
    'app/settings.py': imports + HEAD + fields,
    ...more,
  };
}

const USE = (expression: string) => `from app.settings import Settings


def value(settings: Settings):
    return ${expression}
`;

export const UNIT_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'unit',
    title: 'seconds of a float that code reads',
    files: service('    request_timeout: float\n    debug: bool = False\n', {
      'app/client.py': USE('settings.request_timeout'),
      'tests/test_client_app.py': `from app.client import value
from app.settings import Settings


def test_value(monkeypatch):
    monkeypatch.setenv("REQUEST_TIMEOUT", "1.5")
    assert value(Settings(_env_file=None)) == 1.5
`,
      '.env': 'REQUEST_TIMEOUT=0.25\n',
    }),
    fromKeys: ['REQUEST_TIMEOUT'],
    toKeys: ['REQUEST_TIMEOUT_MS'],
    convert: 'seconds-to-milliseconds',
  },
  {
    kind: 'unit',
    title: 'whole seconds with a default and bounds that nobody reads',
    files: service(
      '    debug: bool = False\n    request_timeout: int = Field(default=30, ge=1, le=60, description="How long")\n',
    ),
    fromKeys: ['REQUEST_TIMEOUT'],
    toKeys: ['REQUEST_TIMEOUT_MS'],
    convert: 'seconds-to-milliseconds',
  },
  {
    kind: 'unit',
    title: 'minutes become hours, a whole number becomes a fraction',
    files: service('    session_minutes: int = 90\n', { 'app/client.py': USE('settings.session_minutes') }),
    fromKeys: ['SESSION_MINUTES'],
    toKeys: ['SESSION_HOURS'],
    convert: 'minutes-to-hours',
  },
  {
    kind: 'unit',
    title: 'a class that names no file',
    files: {
      'pyproject.toml': '[project]\nname = "api"\n',
      'app/__init__.py': '',
      'app/settings.py': `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    request_timeout: int = 30
`,
    },
    fromKeys: ['REQUEST_TIMEOUT'],
    toKeys: ['REQUEST_TIMEOUT_MS'],
    convert: 'seconds-to-milliseconds',
  },
];

export const SPLIT_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'split',
    title: 'a URL that code reads',
    files: service('    redis_url: str\n    debug: bool = False\n', {
      'app/client.py': USE('settings.redis_url'),
      '.env': 'REDIS_URL=redis://cache:6380\n',
    }),
    fromKeys: ['REDIS_URL'],
    toKeys: ['REDIS_HOST', 'REDIS_PORT'],
    convert: 'url-host-port',
  },
  {
    kind: 'split',
    title: 'a URL with a default that nobody reads',
    files: service('    redis_url: str = "redis://localhost:6379"\n'),
    fromKeys: ['REDIS_URL'],
    toKeys: ['REDIS_HOST', 'REDIS_PORT'],
    convert: 'url-host-port',
  },
  {
    kind: 'split',
    title: 'a secret URL with everything in it',
    files: service('    debug: bool = False\n    database_url: SecretStr\n', {
      'app/client.py': USE('settings.database_url.get_secret_value()'),
    }),
    fromKeys: ['DATABASE_URL'],
    toKeys: ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'],
    convert: 'url-parts',
    answers: { scheme: 'postgresql' },
  },
  {
    kind: 'split',
    title: 'a URL whose scheme says whether there is TLS',
    files: service('    redis_url: str\n', { 'app/client.py': USE('settings.redis_url') }),
    fromKeys: ['REDIS_URL'],
    toKeys: ['REDIS_HOST', 'REDIS_PORT', 'REDIS_DB', 'REDIS_TLS'],
    convert: 'url-parts',
  },
  {
    kind: 'split',
    title: 'host:port',
    files: service('    api_address: str\n', { 'app/client.py': USE('settings.api_address') }),
    fromKeys: ['API_ADDRESS'],
    toKeys: ['API_HOST', 'API_PORT'],
    convert: 'host-port',
  },
];

export const MERGE_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'merge',
    title: 'host and port that code reads',
    files: service('    api_host: str\n    debug: bool = False\n    api_port: int\n', {
      'app/client.py': USE('(settings.api_host, settings.api_port)'),
    }),
    fromKeys: ['API_HOST', 'API_PORT'],
    toKeys: ['API_ADDRESS'],
    convert: 'join-host-port',
  },
  {
    kind: 'merge',
    title: 'parts with defaults become a URL',
    files: service('    redis_host: str = "localhost"\n    redis_port: int = 6379\n'),
    fromKeys: ['REDIS_HOST', 'REDIS_PORT'],
    toKeys: ['REDIS_URL'],
    convert: 'parts-url',
  },
];

export const DEFAULT_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'default',
    title: 'a plain default',
    files: service('    db_pool: int = 5\n    name: str\n'),
    fromKeys: ['DB_POOL'],
    toKeys: ['DB_POOL'],
    answers: { default_old: '5', default_new: '10' },
  },
  {
    kind: 'default',
    title: 'a default in a Field',
    files: service('    mode: str = Field("fast", description="How")\n'),
    fromKeys: ['MODE'],
    toKeys: ['MODE'],
    answers: { default_old: 'fast', default_new: 'safe' },
  },
  {
    kind: 'default',
    title: 'a switch',
    files: service('    debug: bool = Field(default=True)\n'),
    fromKeys: ['DEBUG'],
    toKeys: ['DEBUG'],
    answers: { default_old: 'true', default_new: 'false' },
  },
];

const SIGNING = {
  kind: 'rotate-signing',
  fromKeys: ['SECRET_KEY'],
  toKeys: ['SECRET_KEY', 'SECRET_KEY_FALLBACKS'],
} as const;

export const SIGNING_FIXTURES: readonly KindFixture[] = [
  {
    ...SIGNING,
    title: 'a function signs, another compares',
    files: service('    secret_key: SecretStr\n', {
      'app/tokens.py': `import hashlib
import hmac

from app.settings import Settings

settings = Settings(secret_key="example")


def sign(message: bytes) -> str:
    secret = settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def verify(message: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(message), signature)
`,
      'tests/test_tokens_app.py': `from app.settings import Settings
from app.tokens import settings, sign, verify


def hold(monkeypatch, **keys):
    made = Settings(_env_file=None, **keys)
    for name in Settings.model_fields:
        monkeypatch.setattr(settings, name, getattr(made, name))


def test_both_keys(monkeypatch):
    hold(monkeypatch, secret_key="two")
    by_two = sign(b"message")
    hold(monkeypatch, secret_key="one", secret_key_fallbacks="two")
    by_one = sign(b"message")
    assert by_one != by_two
    assert verify(b"message", by_one)
    assert verify(b"message", by_two)
    assert not verify(b"another", by_two)
    hold(monkeypatch, secret_key="one")
    assert not verify(b"message", by_two)
`,
    }),
  },
  {
    ...SIGNING,
    title: 'one comparison',
    files: service('    secret_key: str = "example"\n    debug: bool = False\n', {
      'app/tokens.py': `import hmac

from app.settings import Settings


def verify(settings: Settings, message: bytes, mac: str) -> bool:
    return hmac.compare_digest(
        hmac.new(settings.secret_key.encode(), message, "sha256").hexdigest(), mac
    )
`,
    }),
  },
];

function modules(files: Files): Files {
  return { 'pyproject.toml': '[project]\nname = "api"\n', 'app/__init__.py': '', ...files };
}

export const ENVIRON_KIND_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'unit',
    title: 'os.environ: seconds with a default',
    files: modules({
      'app/client.py': `import os

TIMEOUT = float(os.environ.get("REQUEST_TIMEOUT", "30"))
`,
    }),
    fromKeys: ['REQUEST_TIMEOUT'],
    toKeys: ['REQUEST_TIMEOUT_MS'],
    convert: 'seconds-to-milliseconds',
  },
  {
    kind: 'split',
    title: 'os.environ: a URL that is required, in two modules',
    files: modules({
      'app/cache.py': `"""The cache."""

import logging
import os

logger = logging.getLogger(__name__)


def url() -> str:
    return os.environ["REDIS_URL"]


def is_set() -> bool:
    return "REDIS_URL" in os.environ
`,
      'app/worker.py': `from os import environ, getenv

URL = getenv("REDIS_URL")
NAME = environ["WORKER_NAME"]
`,
    }),
    fromKeys: ['REDIS_URL'],
    toKeys: ['REDIS_HOST', 'REDIS_PORT', 'REDIS_DB'],
    convert: 'url-parts',
  },
  {
    kind: 'merge',
    title: 'os.environ: host and port',
    files: modules({
      'app/client.py': `import os


def address() -> tuple[str, int]:
    return os.environ["API_HOST"], int(os.environ["API_PORT"])
`,
    }),
    fromKeys: ['API_HOST', 'API_PORT'],
    toKeys: ['API_ADDRESS'],
    convert: 'join-host-port',
  },
  {
    kind: 'unit',
    title: 'os.environ: seconds that functions of the service make',
    files: {
      'pyproject.toml': '[project]\nname = "api"\n',
      'app/__init__.py': '',
      'app/env.py': `import os


def whole(name: str, default: int = 30) -> int:
    return int(os.environ.get(name, default))


def number(name: str) -> float:
    return float(os.environ[name])
`,
      'app/client.py': `from app.env import number, whole

TIMEOUT = whole("TIMEOUT", 5)
LONGER = 2 * whole("TIMEOUT")


def exact() -> float:
    return number("TIMEOUT")
`,
    },
    fromKeys: ['TIMEOUT'],
    toKeys: ['TIMEOUT_MS'],
    convert: 'seconds-to-milliseconds',
  },
];

function inPlace(kind: KindFixture['kind'], key: string): Pick<KindFixture, 'kind' | 'fromKeys' | 'toKeys'> {
  return { kind, fromKeys: [key], toKeys: [key] };
}

const OWN_PARSER = `    origins: Annotated[list[str], NoDecode]

    @field_validator("origins", mode="before")
    @classmethod
    def split(cls, value: object) -> object:
        return value.split(",") if isinstance(value, str) else value
`;

export const SPELLING_FIXTURES: readonly KindFixture[] = [
  {
    ...inPlace('retype', 'ORIGINS'),
    title: 'a text that code takes apart at its commas',
    files: service('    origins: str\n    debug: bool = False\n', {
      'app/web.py': USE('settings.origins.split(",")'),
    }),
    convert: 'csv-json',
  },
  {
    ...inPlace('retype', 'ORIGINS'),
    title: 'a list with a parser of the team',
    files: {
      'pyproject.toml': '[project]\nname = "api"\n',
      'app/__init__.py': '',
      'app/settings.py': `from typing import Annotated

from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

${OWN_PARSER}`,
    },
    convert: 'csv-json',
  },
  {
    ...inPlace('enum', 'MODE'),
    title: 'a member of a Literal',
    files: service('    mode: Literal["fast", "slow"] = "slow"\n'),
    convert: 'enum',
    answers: { 'enum.fast': 'quick' },
  },
  {
    ...inPlace('retype', 'ORIGINS'),
    title: 'a text with a default that code takes apart',
    files: service('    origins: str = "here,there"\n', {
      'app/web.py': USE('settings.origins.split(",")'),
    }),
    convert: 'csv-json',
  },
  {
    ...inPlace('enum', 'MODE'),
    title: 'the member that is the default',
    files: service('    mode: Literal["fast", "slow"] = "slow"\n'),
    convert: 'enum',
    answers: { 'enum.slow': 'careful' },
  },
  {
    ...inPlace('enum', 'MODE'),
    title: 'two members, any text',
    files: service('    mode: str\n'),
    convert: 'enum',
    answers: { 'enum.fast': 'quick', 'enum.slow': 'careful' },
  },
];

export const REQUIRE_FIXTURES: readonly KindFixture[] = [
  {
    ...inPlace('require', 'DB_POOL'),
    title: 'a plain default',
    files: service('    db_pool: int = 5\n'),
  },
  {
    ...inPlace('require', 'DB_POOL'),
    title: 'a Field that holds the default alone',
    files: service('    debug: bool = False\n    db_pool: int = Field(default=5)\n'),
  },
  {
    ...inPlace('require', 'DB_POOL'),
    title: 'a Field with bounds',
    files: service('    db_pool: int = Field(5, ge=1)\n    name: str\n'),
  },
  {
    ...inPlace('require', 'REGION'),
    title: 'beside models that are required',
    files: {
      'pyproject.toml': '[project]\nname = "api"\n',
      'app/__init__.py': '',
      'app/settings.py': `from dataclasses import dataclass

from pydantic import BaseModel, Field, PostgresDsn, RedisDsn, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from typing_extensions import TypedDict


class Pool(BaseModel):
    size: int = Field(ge=1, le=8)
    tags: set[int]


class Database(BaseModel):
    dsn: PostgresDsn
    password: SecretStr = Field(alias="pass")
    pool: Pool


@dataclass
class Limits:
    upload: int
    rate: float = 1.5


class Retry(TypedDict):
    times: int
    waits: list[float]


class Cache(BaseModel):
    url: RedisDsn = RedisDsn("redis://localhost/0")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")

    database: Database
    limits: Limits
    retry: Retry
    cache: Cache | None
    region: str = "eu"
`,
    },
  },
  {
    ...inPlace('require', 'WORKERS'),
    title: 'os.environ: through a function of the service that makes a number',
    files: {
      'pyproject.toml': '[project]\nname = "api"\n',
      'app/__init__.py': '',
      'app/env.py': `import os


def whole(name: str, default: int = 1) -> int:
    return int(os.environ.get(name, default))
`,
      'app/web.py': `from app.env import whole

WORKERS = whole("WORKERS", 4)


def threads() -> int:
    return 2 * whole("WORKERS")
`,
    },
  },
];

export const FLAG_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'flag',
    fromKeys: ['NEW_SEARCH'],
    toKeys: [],
    title: 'a switch that stays on',
    files: service('    debug: bool = False\n    new_search: bool = False\n', {
      'app/search.py': `from app.settings import Settings


def results(settings: Settings) -> str:
    return "new" if settings.new_search else "old"
`,
      'tests/test_search_app.py': `from app.search import results
from app.settings import Settings


def test_results():
    assert results(Settings(_env_file=None)) == "new"
`,
    }),
    answers: { default_value: 'true' },
  },
];

export const BOUNDS_FIXTURES: readonly KindFixture[] = [
  {
    ...inPlace('tighten', 'DB_POOL'),
    title: 'bounds for a plain number',
    files: service('    db_pool: int = 5\n    name: str\n'),
    answers: { constraint: 'ge=1, le=100' },
  },
  {
    ...inPlace('tighten', 'DB_POOL'),
    title: 'a narrower bound in a Field',
    files: service(
      '    debug: bool = False\n    db_pool: int = Field(5, ge=0, description="Connections of one replica")\n',
    ),
    answers: { constraint: 'ge=1' },
  },
  {
    ...inPlace('tighten', 'REGION'),
    title: 'a text that is required',
    files: service('    region: str\n'),
    answers: { constraint: 'min_length=3' },
  },
  {
    ...inPlace('widen', 'DB_POOL'),
    title: 'a bound that the annotation has, and the default too',
    files: service('    db_pool: Annotated[int, Field(ge=4)] = Field(default=5, ge=4)  # per replica\n'),
    answers: { constraint: 'ge=1' },
  },
  {
    ...inPlace('tighten', 'DB_POOL'),
    title: 'a bound that the annotation has',
    files: service('    db_pool: Annotated[int, Field(ge=1, description="How many")] = 5\n'),
    answers: { constraint: 'ge=2, le=50' },
  },
];

export const MOVE_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'move',
    fromKeys: ['DB_POOL', 'DB_NAME'],
    toKeys: ['DATABASE_POOL', 'DATABASE_NAME'],
    title: 'two fields that code reads',
    files: service('    db_pool: int = 5\n    debug: bool = False\n    db_name: str\n', {
      'app/client.py': USE('(settings.db_pool, settings.db_name)'),
    }),
  },
  {
    kind: 'rename',
    title: 'a class that names no file',
    files: {
      'pyproject.toml': '[project]\nname = "api"\n',
      'app/__init__.py': '',
      'app/settings.py': `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    region: str = "eu"
`,
    },
    fromKeys: ['REGION'],
    toKeys: ['REGION_NAME'],
  },
];

export const ENVIRON_MOVE_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'move',
    fromKeys: ['DB_POOL', 'DB_NAME'],
    toKeys: ['DATABASE_POOL', 'DATABASE_NAME'],
    title: 'os.environ: two keys of a settings module of Django',
    files: modules({
      'app/conf.py': `import os

INSTALLED_APPS = []
MIDDLEWARE = []
DATABASES = {
    "default": {
        "NAME": os.environ["DB_NAME"],
        "CONN_MAX_AGE": int(os.environ.get("DB_POOL", "5")),
    }
}
`,
    }),
  },
];

/** Modules that read the process environment, and keys that keep their names. */
export const ENVIRON_IN_PLACE_FIXTURES: readonly KindFixture[] = [
  {
    ...inPlace('retype', 'ORIGINS'),
    title: 'os.environ: a text that code takes apart at its commas',
    files: modules({
      'app/web.py': `import os

ORIGINS = os.environ.get("ORIGINS", "a,b").split(",")
DEBUG = "ORIGINS" in os.environ
`,
    }),
    convert: 'csv-json',
  },
  {
    ...inPlace('enum', 'MODE'),
    title: 'os.environ: two names, in two modules with loggers of their own',
    files: modules({
      'app/web.py': `import logging
from os import environ

logger = logging.getLogger(__name__)


def is_fast() -> bool:
    return environ["MODE"] == "fast"
`,
      'app/worker.py': `import os

SLOW = os.getenv("MODE", "fast") == "slow"
`,
    }),
    convert: 'enum',
    answers: { 'enum.fast': 'quick', 'enum.slow': 'careful' },
  },
  {
    ...inPlace('enum', 'MODE'),
    title: 'os.environ: through a function of the service',
    files: modules({
      'app/env.py': `import os


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)
`,
      'app/web.py': `from app.env import text

MODE = text("MODE", "fast")
`,
    }),
    convert: 'enum',
    answers: { 'enum.fast': 'quick' },
  },
];

export const ENVIRON_BOUNDS_FIXTURES: readonly KindFixture[] = [
  {
    ...inPlace('tighten', 'DB_POOL'),
    title: 'os.environ: bounds of a number',
    files: modules({
      'app/db.py': `import os

POOL = int(os.environ.get("DB_POOL", "5"))
`,
    }),
    answers: { constraint: 'ge=1, le=100' },
  },
  {
    ...inPlace('tighten', 'RATIO'),
    title: 'os.environ: a fraction as a bound',
    files: modules({
      'app/db.py': `from os import environ


def ratio() -> float:
    return float(environ["RATIO"])
`,
    }),
    answers: { constraint: 'gt=0.5, le=9.5' },
  },
  {
    ...inPlace('tighten', 'REGION'),
    title: 'os.environ: a text',
    files: modules({
      'app/db.py': `import os

REGION = os.environ["REGION"]
`,
    }),
    answers: { constraint: 'min_length=3, max_length=20' },
  },
  {
    ...inPlace('tighten', 'DB_POOL'),
    title: 'os.environ: a number that a function of the service makes',
    files: modules({
      'app/env.py': `import os


def number(name: str, default: int = 0) -> int:
    return int(os.environ.get(name, default))
`,
      'app/db.py': `from app.env import number

POOL = number("DB_POOL", 5)
`,
    }),
    answers: { constraint: 'ge=1, le=100' },
  },
];

export const ENVIRON_FLAG_FIXTURES: readonly KindFixture[] = [
  {
    kind: 'flag',
    fromKeys: ['NEW_SEARCH'],
    toKeys: [],
    title: 'os.environ: a switch that stays on, written in several ways',
    files: modules({
      'app/search.py': `import os

NEW_SEARCH = os.environ.get("NEW_SEARCH", "false").lower() in ("1", "true")


def is_new() -> bool:
    return os.getenv("NEW_SEARCH") == "true" and not os.getenv("OLD_SEARCH")


def text() -> str:
    return os.environ["NEW_SEARCH"].strip() or "none"
`,
      'app/flags.py': `from os import getenv


def enabled(name: str) -> bool:
    return getenv(name, "").lower() in ("1", "true", "yes")


SEARCH = enabled("NEW_SEARCH")
`,
      'tests/test_search_app.py': `from app.flags import SEARCH
from app.search import NEW_SEARCH, is_new, text


def test_values():
    assert NEW_SEARCH is True
    assert SEARCH is True
    assert is_new()
    assert text() == "true"
`,
    }),
    answers: { default_value: 'true' },
  },
];
