import { SCHEMA_MARK } from './json-schema-files.ts';
import type { SettingsSchema } from './schema.ts';

/** `[SERVICE::]MODULE[:CLASS]`, `[SERVICE::]PATH[:CLASS]` or `schema:PATH`, taken apart. */
export interface SettingsSpec {
  readonly service?: string;
  /** A module or a path. */
  readonly target: string;
  readonly className?: string;
}

/** Reads `[SERVICE::]MODULE[:CLASS]` or `PATH[:CLASS]`, as options and the command line name settings. */
export function parseSettingsSpec(text: string): SettingsSpec {
  if (text.startsWith(SCHEMA_MARK)) return { target: text };
  const at = text.indexOf('::');
  const service = at < 0 ? undefined : text.slice(0, at).replace(/\/+$/, '').replace(/^\.$/, '');
  const rest = at < 0 ? text : text.slice(at + 2);
  const colon = rest.lastIndexOf(':');
  return {
    ...(service === undefined ? {} : { service }),
    target: colon < 0 ? rest : rest.slice(0, colon),
    ...(colon < 0 ? {} : { className: rest.slice(colon + 1) }),
  };
}

/** True for a schema of the service and module that a spec names, whatever its class. */
export function isInTarget(schema: SettingsSchema, { service, target }: SettingsSpec): boolean {
  if (service !== undefined && schema.service !== service) return false;
  if (target.startsWith(SCHEMA_MARK)) {
    const path = target.slice(SCHEMA_MARK.length).replace(/^\.\//, '');
    return schema.reader === 'json-schema' && `/${schema.place.path}`.endsWith(`/${path}`);
  }
  const module = schema.id.includes(':') ? schema.id.slice(0, schema.id.lastIndexOf(':')) : schema.id;
  return module === target || moduleOf(module) === target || isPath(schema, target);
}

/** The library of one of several schemas of a module: `app.settings[decouple]`. */
const LIBRARY = /\[[\w-]+\]$/;

/** The module of an id, without the library that tells it from others of the same module. */
export function moduleOf(id: string): string {
  return id.replace(LIBRARY, '');
}

/** `app/settings.py`, or `app/settings.py[decouple]`. */
function isPath(schema: SettingsSchema, target: string): boolean {
  const path = target.replace(/^\.\//, '');
  const library = LIBRARY.exec(path)?.[0] ?? '';
  return schema.id.endsWith(library) && schema.place.path === path.slice(0, path.length - library.length);
}

/** True for a schema that a spec means; without a class it means all of its module. */
export function isMeant(schema: SettingsSchema, spec: SettingsSpec): boolean {
  return isInTarget(schema, spec) && (spec.className === undefined || schema.className === spec.className);
}
