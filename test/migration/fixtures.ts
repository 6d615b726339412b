import type { FactsShape } from './make-facts.ts';

/** A settings class, or a module, and the migration it goes through. */
export interface PythonFixture extends FactsShape {
  readonly title: string;
}

const INT = { kind: 'int' } as const;
const STR = { kind: 'str' } as const;
const BOOL = { kind: 'bool' } as const;
const CONFIG = 'app/config.py';

function pydantic(
  title: string,
  text: string,
  rest: Omit<PythonFixture, 'title' | 'files' | 'module' | 'from' | 'to'> & {
    readonly from?: string;
    readonly to?: string;
    readonly extraFiles?: Readonly<Record<string, string>>;
  },
): PythonFixture {
  return {
    title,
    className: 'Settings',
    module: CONFIG,
    from: 'DB_POOL',
    to: 'DB_POOL_SIZE',
    ...rest,
    files: { [CONFIG]: text, 'app/__init__.py': '', ...rest.extraFiles },
  };
}

export const PYDANTIC_FIXTURES: readonly PythonFixture[] = [
  pydantic(
    'a required integer, strict',
    `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    db_pool: int
    debug: bool = False
`,
    {
      fields: [
        { name: 'db_pool', type: INT },
        { name: 'debug', type: BOOL, required: false },
      ],
      emptyAccepted: false,
    },
  ),
  pydantic(
    'a default with a constraint, other required fields, a reader in another module',
    `"""Settings of the service."""

from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    api_key: SecretStr
    db_pool: int = Field(default=5, ge=1, le=100, description="Connections")
    name: str


@lru_cache
def get_settings() -> Settings:
    return Settings()
`,
    {
      fields: [
        { name: 'api_key', type: { kind: 'secret', inner: 'str' } },
        {
          name: 'db_pool',
          type: {
            kind: 'constrained',
            inner: INT,
            constraints: { ge: { kind: 'int', value: 1n }, le: { kind: 'int', value: 100n } },
          },
          required: false,
        },
        { name: 'name', type: STR },
      ],
      loading: { extra: 'ignore' },
      emptyAccepted: false,
      extraFiles: {
        'app/db.py': `from app.config import get_settings


def pool() -> int:
    settings = get_settings()
    return settings.db_pool + get_settings().db_pool
`,
      },
    },
  ),
  pydantic(
    'a prefix, frozen, extra allowed',
    `import logging
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

logger = logging.getLogger(__name__)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", frozen=True, extra="allow")

    pool: int = 10
    labels: dict[str, Any] = {}
`,
    {
      from: 'APP_POOL',
      to: 'APP_POOL_SIZE',
      old: 'pool',
      fields: [{ name: 'pool', type: INT, required: false, environment: 'APP_pool' }],
      loading: { envPrefix: 'APP_', extra: 'allow' },
      emptyAccepted: false,
    },
  ),
  pydantic(
    'case sensitive, upper case fields',
    `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(case_sensitive=True)

    DB_POOL: int
    """Connections of one replica."""
`,
    {
      old: 'DB_POOL',
      fields: [{ name: 'DB_POOL', type: INT }],
      loading: { caseSensitive: true },
      emptyAccepted: false,
    },
  ),
  pydantic(
    'upper case fields, not case sensitive',
    `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    DB_POOL: int  # connections of one replica
    OTHER: str = "x"


settings = Settings(DB_POOL=3)
SIZE = settings.DB_POOL
`,
    { old: 'DB_POOL', fields: [{ name: 'DB_POOL', type: INT }], emptyAccepted: false },
  ),
  pydantic(
    'a validation alias',
    `from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    pool: int = Field(default=5, validation_alias="DB_POOL")
`,
    {
      old: 'pool',
      fields: [{ name: 'pool', type: INT, required: false, environment: 'DB_POOL' }],
      emptyAccepted: false,
    },
  ),
  pydantic(
    'an alias, required, with population by name',
    `from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(populate_by_name=True)

    pool: int = Field(alias="db_pool")
`,
    {
      old: 'pool',
      fields: [{ name: 'pool', type: INT, environment: 'db_pool' }],
      loading: { populateByName: true },
      emptyAccepted: false,
    },
  ),
  pydantic(
    'a list that is decoded from JSON',
    `import json

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    db_pool: list[int] = []
    raw: str = json.dumps({})
`,
    {
      fields: [{ name: 'db_pool', type: { kind: 'list', item: INT }, required: false, decoding: 'json' }],
      emptyAccepted: false,
    },
  ),
  pydantic(
    'a text: empty is a value',
    `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    db_pool: str = "default"
`,
    { fields: [{ name: 'db_pool', type: STR, required: false }], emptyAccepted: true },
  ),
  pydantic(
    'a required secret',
    `from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    api_key: SecretStr
`,
    {
      from: 'API_KEY',
      to: 'SERVICE_API_KEY',
      fields: [{ name: 'api_key', type: { kind: 'secret', inner: 'str' } }],
      emptyAccepted: true,
    },
  ),
  pydantic(
    'an optional number, empty texts ignored',
    `from __future__ import annotations

import logging

from pydantic_settings import BaseSettings, SettingsConfigDict

LOGGER = logging.getLogger("app")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_ignore_empty=True)

    db_pool: int | None = None

    @property
    def doubled(self) -> int:
        return (self.db_pool or 0) * 2
`,
    {
      fields: [{ name: 'db_pool', type: { kind: 'optional', inner: INT }, required: false }],
      loading: { ignoreEmpty: true },
      emptyAccepted: false,
    },
  ),
  pydantic(
    'a field validator, and imports over several lines',
    `import os
from pathlib import Path

from pydantic import (
    Field,
    field_validator,
)
from pydantic_settings import BaseSettings

BASE = Path(os.curdir)


class Settings(BaseSettings):
    db_pool: int = Field(default=4, gt=0)

    @field_validator("db_pool")
    @classmethod
    def _even(cls, value: int) -> int:
        return value - value % 2


settings = Settings()
`,
    {
      fields: [
        {
          name: 'db_pool',
          type: { kind: 'constrained', inner: INT, constraints: { gt: { kind: 'int', value: 0n } } },
          required: false,
        },
      ],
      emptyAccepted: false,
    },
  ),
  pydantic(
    'a literal, names that are long',
    `from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    background_worker_log: Literal["debug", "info"] = Field(default="info", repr=False)
`,
    {
      from: 'BACKGROUND_WORKER_LOG',
      to: 'BACKGROUND_WORKER_LOG_LEVEL_OF_ALL_PROCESSES',
      old: 'background_worker_log',
      fields: [
        {
          name: 'background_worker_log',
          type: {
            kind: 'literal',
            members: [{ data: { kind: 'str', value: 'debug' } }, { data: { kind: 'str', value: 'info' } }],
          },
          required: false,
        },
      ],
      emptyAccepted: false,
    },
  ),
  pydantic(
    'a boolean in a class that inherits, with a test of the team',
    `from datetime import timedelta

from pydantic_settings import BaseSettings


class Base(BaseSettings):
    ttl: timedelta = timedelta(seconds=5)


class Settings(Base):
    db_pool: bool = True
`,
    {
      fields: [{ name: 'db_pool', type: BOOL, required: false }],
      emptyAccepted: false,
      extraFiles: {
        'tests/test_config.py': `from app.config import Settings


def test_from_environment(monkeypatch):
    monkeypatch.setenv("DB_POOL", "false")
    assert Settings().db_pool is False


def test_from_keyword():
    assert Settings(db_pool=False).db_pool is False
`,
      },
    },
  ),
];

export const ENVIRON_FIXTURES: readonly PythonFixture[] = [
  {
    title: 'required, with a cast',
    from: 'DB_POOL',
    to: 'DB_POOL_SIZE',
    module: 'app/db.py',
    files: {
      'app/__init__.py': '',
      'app/db.py': `import os

from app import other

POOL = int(os.environ["DB_POOL"])
NAME = other.NAME
`,
      'app/other.py': 'NAME = "x"\n',
    },
    emptyAccepted: false,
  },
  {
    title: 'one text with a default',
    from: 'DB_POOL',
    to: 'DB_POOL_SIZE',
    module: 'app/db.py',
    files: {
      'app/__init__.py': '',
      'app/db.py': `import os


def pool() -> str:
    return os.environ.get("DB_POOL", "5")
`,
    },
    emptyAccepted: true,
  },
  {
    title: 'several reads, through imported names, with a logger',
    from: 'DB_POOL',
    to: 'DB_POOL_SIZE',
    module: 'app/db.py',
    files: {
      'app/__init__.py': '',
      'app/db.py': `import logging
from os import environ, getenv

LOG = logging.getLogger(__name__)
LIMIT = 3


# How many connections.
def pool() -> int:
    if "DB_POOL" in environ:
        return int(environ["DB_POOL"])
    return int(getenv("DB_POOL", "5") or LIMIT)
`,
    },
    emptyAccepted: false,
  },
];
