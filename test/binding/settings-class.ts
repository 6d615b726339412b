import type { Environment } from '../../server/src/core/binding/environment.ts';
import { environmentNamed, environmentsOf } from '../../server/src/core/binding/environments.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { SettingsSchema } from '../../server/src/core/schema/schema.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';

/** Python text of a class `Settings` that is instantiated. */
export function settingsClass(config: string, ...fields: readonly string[]): string {
  const body = [`    model_config = SettingsConfigDict(${config})`, ...fields.map((it) => `    ${it}`)];
  return [
    'from pydantic import AliasChoices, BaseModel, Field, SecretStr',
    'from pydantic_settings import BaseSettings, SettingsConfigDict',
    '',
    '',
    'class Settings(BaseSettings):',
    ...body,
    '',
    '',
    'settings = Settings()',
    '',
  ].join('\n');
}

/** The only schema of a snapshot, or the one of a reader. */
export function onlySchema(snapshot: Snapshot, reader?: SettingsSchema['reader']): SettingsSchema {
  const [schema, ...others] = schemasOf(snapshot).filter(
    (it) => reader === undefined || it.reader === reader,
  );
  if (!schema || others.length > 0) throw new Error(`${others.length + (schema ? 1 : 0)} schemas`);
  return schema;
}

export function environment(snapshot: Snapshot, name: string, schema = onlySchema(snapshot)): Environment {
  const found = environmentNamed(environmentsOf(snapshot, schema), name);
  if (!found) throw new Error(`no environment ${name}`);
  return found;
}

/** `development: .env; staging: .env.staging`: the names with the paths of their layers, lowest first. */
export function outline(snapshot: Snapshot, schema = onlySchema(snapshot)): string {
  return environmentsOf(snapshot, schema)
    .map((it) => `${it.name}: ${it.layers.map((layer) => mark(layer) + (layer.path ?? 'given')).join(', ')}`)
    .join('; ');
}

function mark(layer: Environment['layers'][number]): string {
  return layer.personal ? '~' : layer.unproven ? '?' : layer.kind === 'process' && layer.path ? '!' : '';
}
