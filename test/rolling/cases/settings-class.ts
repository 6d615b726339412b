import type { Files } from '../../migration/walk.ts';
import type { Random } from '../../oracle/random.ts';

/** A service of one settings class, configured in some way. */
export function settingsClass(random: Random, fields: readonly string[]): Files {
  const config = [
    'env_file=".env"',
    random.pick(['', '', 'extra="forbid"', 'extra="ignore"', 'extra="ignore"']),
    random.chance(0.35) ? 'env_ignore_empty=True' : '',
    random.chance(0.3) ? 'hide_input_in_errors=True' : '',
  ].filter((it) => it !== '');
  const code = [
    'from typing import Literal',
    '',
    'from pydantic import Field',
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Settings(BaseSettings):',
    `    model_config = SettingsConfigDict(${config.join(', ')})`,
    '',
    ...fields.map((it) => `    ${it}`),
    '    name: str = "service"',
    '',
    '',
    'settings = Settings()',
    '',
  ];
  return { 'pyproject.toml': '', 'app/__init__.py': '', 'app/settings.py': code.join('\n') };
}
