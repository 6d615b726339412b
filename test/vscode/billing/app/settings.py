"""Settings of a service that ignores keys it does not know."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    currency: str = "EUR"
    retry_count: int = 3


settings = Settings()
