import type { Files } from './walk.ts';

/** A service that reads one credential from its `.env`. */
export const CREDENTIAL_SERVICE: Files = {
  'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["pydantic-settings==2.14.0"]\n',
  'app/__init__.py': '',
  'app/settings.py': `from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    db_password: SecretStr


settings = Settings()
`,
  '.env': 'DB_PASSWORD=example-one\n',
};
