"""Settings of a small service."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "APP_"
HOURS: int = 24 * 7
LEVELS = ("debug", "info", "warning")
SHARED = {"host": "localhost", **{"port": 5432}}


class Database(BaseSettings):
    """Where the data are."""

    host: str = "localhost"
    port: int = Field(5432, ge=1, le=65_535)
    name: str
    password: SecretStr = Field(
        ...,
        validation_alias=AliasChoices("db_password", "DB_PASS"),  # both are set in staging
        repr=False,
    )
    options: dict[str, Any] = {}


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=(".env", ".env.local"),
        env_nested_delimiter="__",
        extra="ignore",
    )

    debug: bool = False
    level: Literal["debug", "info", "warning"] = "info"
    timeout: timedelta = timedelta(seconds=30)
    hosts: list[str] = Field(default_factory=lambda: ["*"])
    ratio: Annotated[float, Field(gt=0, lt=1)] = 0.5
    token: SecretStr | None = None
    database: Database = Database(name="app")
    keep: int = Field(HOURS * 60, description="minutes" " to keep")

    @field_validator("hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: Any) -> Any:
        if isinstance(value, str) and not value.startswith("["):
            return [it.strip() for it in value.split(",") if it]
        return value

    @property
    def url(self) -> str:
        port = f":{self.database.port}" if self.database.port != 5432 else ""
        return f"postgres://{self.database.host!r}{port:>6}/{self.database.name}"


@lru_cache(maxsize=None)
def get_settings(*, environment: str = "development") -> Settings:
    try:
        return Settings(_env_file=f".env.{environment}")
    except (OSError, ValueError) as error:
        raise RuntimeError("no settings") from error
    finally:
        os.environ.pop("APP_TEMPORARY", None)


WORKERS = int(os.environ.get("WORKERS", "4"))
if WORKERS > 64 or "NO_LIMIT" in os.environ:
    WORKERS = 64
elif not WORKERS:
    WORKERS = 1
else:
    del LEVELS
