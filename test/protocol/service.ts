/** A small service: a settings class that reads `.env`. */
export const SETTINGS = `from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", hide_input_in_errors=True)

    port: int = 8000
    workers: int = Field(default=2, ge=1)
    api_key: SecretStr = SecretStr("")


settings = Settings()
`;

export const SERVICE = {
  'pyproject.toml': '[project]\nname = "service"\n',
  'settings.py': SETTINGS,
  '.env': 'PORT=eighty\nAPI_KEY=s3cr3t-canary\n',
};
