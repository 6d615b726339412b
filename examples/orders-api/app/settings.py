"""Settings of the service, read from the process environment, `.env` and `config.yaml`."""

from functools import lru_cache
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        yaml_file="config.yaml",
        hide_input_in_errors=True,
    )

    environment: Literal["development", "staging", "production"] = "development"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    database: str = "orders.db"
    db_pool: int = Field(
        default=5,
        ge=1,
        le=50,
        deprecated="Use `db_pool_size`, which ends in _size like every other limit",
        json_schema_extra={"x-replacement": "db_pool_size"},
    )

    page_size: int = Field(default=25, ge=1, le=100)
    request_timeout: float = Field(default=5.0, gt=0)
    allowed_origins: list[str] = []

    payments_url: str = "https://payments.example.com"
    payments_api_key: SecretStr

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (
            init_settings,
            env_settings,
            dotenv_settings,
            file_secret_settings,
            YamlConfigSettingsSource(settings_cls),
        )


@lru_cache
def get_settings() -> Settings:
    return Settings()
