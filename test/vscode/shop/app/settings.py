from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    allowed_origins: str = "http://localhost"
    api_base: str
    checkout_v2: bool = False
    db_password: SecretStr
    db_pool: int = 5
    legacy_export: bool = False
    log_style: Literal["plain", "fancy"] = "plain"
    mail_from: str = "shop@example.org"
    mail_reply_to: str = "help@example.org"
    max_upload_mb: int = Field(default=10, gt=0)
    page_size: int = 20
    redis_url: str
    request_timeout: int = 30
    retries: int = Field(default=3, le=5)
    sentry_dsn: str = ""
    signing_key: SecretStr
    smtp_host: str = "localhost"
    smtp_port: int = 25
    workers: int = 2


settings = Settings()
