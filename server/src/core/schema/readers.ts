import { optionsFor } from '../options-for.ts';
import type { Snapshot } from '../snapshot.ts';
import { filesOf } from '../text/files-of.ts';
import { memo, memo2, memoBy } from '../text/memo.ts';
import { celery } from './celery.ts';
import { decouple } from './decouple.ts';
import { djangoEnviron } from './django-environ.ts';
import { dynaconf } from './dynaconf.ts';
import { environConfig } from './environ-config.ts';
import { environs } from './environs.ts';
import { flask } from './flask.ts';
import { jsonSchemas } from './json-schema.ts';
import { osEnviron } from './os-environ.ts';
import { pythonProjects } from './project.ts';
import { pydantic1 } from './pydantic-1.ts';
import { pydanticSettings } from './pydantic-settings.ts';
import type { PythonProject, Reader } from './reader.ts';
import type { SettingsSchema } from './schema.ts';
import { isMeant, parseSettingsSpec } from './settings-spec.ts';
import { starlette } from './starlette.ts';
import { storedVariables, withStored } from './stored-variables.ts';
import { gunicorn, uvicorn } from './web-servers.ts';

/** All readers of settings libraries. */
export const readers: readonly Reader[] = [
  pydanticSettings,
  pydantic1,
  osEnviron,
  starlette,
  decouple,
  environs,
  djangoEnviron,
  environConfig,
  dynaconf,
  flask,
  celery,
  gunicorn,
  uvicorn,
];

const MARKERS: readonly string[] = [...new Set(readers.flatMap((it) => it.markers))];

/** Files that say where a service is, how its modules are named, and which versions it runs with. */
const PROJECT_FILE =
  /(^|\/)(pyproject\.toml|setup\.(py|cfg)|requirements[^/]*\.txt|Pipfile(\.lock)?|manage\.py|(uv|poetry|pdm)\.lock|pytest\.ini|tox\.ini)$/;

/** What schemas are read from; a snapshot that differs only elsewhere has the same schemas. */
export function schemaSources(snapshot: Snapshot): readonly unknown[] {
  return [snapshot.engines.python, filesOf(snapshot.files, isSource), snapshot.installed];
}

/** True for the files from which schemas are read. */
export function isSource(path: string): boolean {
  return path.endsWith('.py') || PROJECT_FILE.test(path);
}

/** The Python projects of a workspace with the files that readers can find something in. */
export const readProjects: (snapshot: Snapshot) => readonly PythonProject[] = memoBy(
  schemaSources,
  (snapshot): readonly PythonProject[] => pythonProjects(snapshot, MARKERS),
);

const bySources = memoBy(schemaSources, (snapshot): readonly SettingsSchema[] =>
  readProjects(snapshot).flatMap((project) => {
    const stored = storedVariables(project);
    const schemas = distinct(readers.flatMap((reader) => reader.schemas(project)));
    return schemas.map((it) => withStored(it, stored));
  }),
);

/** A module that reads through several libraries has a schema for each, whose ids name the library. */
function distinct(schemas: readonly SettingsSchema[]): readonly SettingsSchema[] {
  const times = new Map<string, number>();
  for (const { id } of schemas) times.set(id, (times.get(id) ?? 0) + 1);
  return schemas.map((it) => (it.form === 'calls' && (times.get(it.id) ?? 0) > 1 ? withLibrary(it) : it));
}

const withLibrary = memo(
  (schema: SettingsSchema): SettingsSchema => ({
    ...schema,
    id: `${schema.id}[${schema.reader}]`,
  }),
);

/** Every settings schema that the code of a workspace holds, by service and reader, and those that are named beside it. */
export const discoveredSchemas: (snapshot: Snapshot) => readonly SettingsSchema[] = memo((snapshot) =>
  joined(bySources(snapshot), jsonSchemas(snapshot)),
);

const joined = memo2(
  (ofCode: readonly SettingsSchema[], named: readonly SettingsSchema[]): readonly SettingsSchema[] =>
    named.length === 0 ? ofCode : [...ofCode, ...named],
);

/**
 * The schemas that count: all that the code holds, or those that the `settings` option of their folder names. The same
 * list for snapshots with the same Python files and options.
 */
export const schemasOf: (snapshot: Snapshot) => readonly SettingsSchema[] = memo((snapshot) => {
  const all = discoveredSchemas(snapshot);
  const chosen = all.filter((schema) => isChosen(schema, optionsFor(snapshot, schema.place.path).settings));
  return chosen.length === all.length ? all : chosen;
});

/** A JSON Schema is only read where it is named. */
function isChosen(schema: SettingsSchema, settings: readonly string[]): boolean {
  if (schema.reader === 'json-schema') return true;
  return settings.length === 0 || settings.some((it) => isMeant(schema, parseSettingsSpec(it)));
}
