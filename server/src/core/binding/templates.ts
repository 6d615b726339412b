import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { dotenvRole } from '../supply/environment-name.ts';
import type { Document, Entry } from '../syntax/document.ts';
import { baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import { bindVariables } from './bind.ts';
import { workingFolders } from './dotenv-sites.ts';
import { environmentsOf } from './environments.ts';
import { dotenvLayer } from './layers.ts';
import { meaningOf, namesOf } from './names.ts';
import { resolve } from './resolve.ts';
import { possibleSupply } from './supply.ts';
import { refuses } from './unknown.ts';

/** True for a file to be copied as a whole: `.env.example`. One for a single environment may hold a part. */
export function isTemplate(path: string): boolean {
  const base = baseName(path);
  return /^(?:\.env[._-][A-Za-z]+|[A-Za-z]+\.env)$/.test(base) && dotenvRole(base)?.kind === 'template';
}

/** The settings whose dotenv file a copy of the template would be, all of them complete. */
export function templateReaders(snapshot: Snapshot, path: string): readonly SettingsSchema[] {
  return schemasOf(snapshot).filter((schema) => {
    const { envFiles, envFileUndecided, sources } = schema.loading;
    if (envFileUndecided || schema.open.length > 0 || !sources.includes('dotenv')) return false;
    const folders = workingFolders(snapshot, schema);
    return envFiles.some((file) =>
      (file.base === 'root' ? [''] : folders).some((folder) => {
        const resolved = resolvePath(folder, file.path);
        return (
          resolved !== undefined && baseName(resolved) === '.env' && folderOf(resolved) === folderOf(path)
        );
      }),
    );
  });
}

/** Required fields that a copy of the template leaves without a value that nothing else is seen to give. */
export function leftOut(snapshot: Snapshot, schema: SettingsSchema, template: Document): readonly Field[] {
  const [development] = environmentsOf(snapshot, schema);
  if (!development || development.opaque.length > 0 || development.outside.length > 0) return [];
  const named = bindVariables(template, schema).byField;
  const resolution = resolve(snapshot, schema, development);
  return schema.fields.filter((field) => {
    if (!field.required || named.has(field) || field.undecided.length > 0) return false;
    const source = resolution.fields.find((it) => it.field === field)?.source;
    if (source !== undefined && source.kind !== 'dotenv') return false;
    return possibleSupply(snapshot, schema, development, field).length === 0;
  });
}

/** Entries that keep a copy of the template from being read: no reader knows them, and this one refuses them. */
export function refusedIn(
  snapshot: Snapshot,
  schemas: readonly SettingsSchema[],
  template: Document,
): readonly { readonly entry: Entry; readonly schema: SettingsSchema }[] {
  const { path } = template.file;
  const layer = dotenvLayer(snapshot, path);
  if (!layer) return [];
  return template.root.entries.flatMap((entry) => {
    const { name } = entry.key;
    const isKnown = schemasOf(snapshot).some((it) => meaningOf(namesOf(it), name).kind !== 'extra');
    if (isKnown || snapshot.mentions(name).some((it) => it.path !== path)) return [];
    const schema = schemas.find((it) =>
      refuses({ schema: it, layer, environments: [], above: false }, entry),
    );
    return schema ? [{ entry, schema }] : [];
  });
}
