import type { SettingsSchema } from '../schema/schema.ts';
import type { DotenvProgram } from './layers.ts';
import type { Loader } from './loaders.ts';

/** What reads the dotenv files that the code itself names or loads, in the release that the service has locked. */
export function dotenvProgram({ reader, loading }: SettingsSchema): DotenvProgram {
  // It carries python-dotenv 0.13, whose grammar is none of those that are followed.
  if (reader === 'dynaconf') return { dialect: 'python-dotenv', own: true };
  const dialect =
    reader === 'starlette' || reader === 'decouple' || reader === 'django-environ' ? reader : 'python-dotenv';
  const { dotenvVersion } = loading;
  return { dialect, ...(dotenvVersion === undefined ? {} : { version: dotenvVersion }) };
}

/** What reads a file that a loader brings. */
export function loaderProgram(schema: SettingsSchema, { reads }: Loader): DotenvProgram {
  if (reads === 'own') return { dialect: 'python-dotenv', own: true };
  const own = dotenvProgram(schema);
  return reads === own.dialect ? own : { dialect: reads };
}
