import type { SettingsSchema } from '../../schema/schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import { sameEnvironment } from '../../supply/environment-name.ts';
import type { Document, Entry } from '../../syntax/document.ts';
import { documentOf } from '../../syntax/formats.ts';
import { json } from '../../syntax/json.ts';
import { toml } from '../../syntax/toml.ts';
import { yaml } from '../../syntax/yaml.ts';
import { memo, memo2 } from '../../text/memo.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { Layer } from '../environment.ts';
import type { Variable } from '../variables.ts';
import { dynaconfFiles, type FoundFile } from './dynaconf-files.ts';
import { entriesFor, sectionsOf, writtenEnvironments } from './dynaconf-sections.ts';

/** Names of environments for which a settings file of dynaconf has a section. */
export function dynaconfNames(snapshot: Snapshot, schema: SettingsSchema): readonly string[] {
  const { dynaconf } = schema.loading;
  if (!dynaconf) return [];
  const { files } = dynaconfFiles(snapshot)(schema);
  return files.flatMap((it) => {
    const document = documentAt(snapshot, it);
    return document ? writtenEnvironments(dynaconf, document) : [];
  });
}

/** The settings files of dynaconf as layers of an environment, lowest rank first; `.local.` ones are personal. */
export function dynaconfLayers(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: string,
): { readonly layers: readonly Layer[]; readonly outside: readonly string[] } {
  const { dynaconf } = schema.loading;
  const { files, absent } = dynaconfFiles(snapshot)(schema);
  if (!dynaconf) return { layers: [], outside: [] };
  const names = dynaconfNames(snapshot, schema);
  const section = names.find((it) => sameEnvironment(it, environment)) ?? dynaconf.env ?? environment;
  const layers = files.flatMap((it): readonly Layer[] => {
    const file = snapshot.files.get(it.path);
    const document = documentAt(snapshot, it);
    return file && document ? [layersOf(file, schema)(document)(section, it)] : [];
  });
  return { layers, outside: absent };
}

function documentAt(snapshot: Snapshot, { path, kind }: FoundFile): Document | undefined {
  const file = snapshot.files.get(path);
  return file && kind && documentAs(file)(kind);
}

const FORMATS = { yaml, toml, json } as const;

const documentAs = memo((file: SourceFile) => {
  const known = new Map<string, Document>();
  return (kind: NonNullable<FoundFile['kind']>): Document => {
    const usual = documentOf(file);
    const document = known.get(kind) ?? (usual?.format === FORMATS[kind] ? usual : FORMATS[kind].parse(file));
    known.set(kind, document);
    return document;
  };
});

const layersOf = memo2((file: SourceFile, schema: SettingsSchema) =>
  memo((document: Document) => {
    const known = new Map<string, Layer>();
    return (section: string, found: FoundFile): Layer => {
      const id = `${section} ${found.local}`;
      const layer = known.get(id) ?? layerOf(file, schema, document, section, found.local);
      known.set(id, layer);
      return layer;
    };
  }),
);

function layerOf(
  file: SourceFile,
  schema: SettingsSchema,
  document: Document,
  section: string,
  personal: boolean,
): Layer {
  const layer: Layer = { kind: 'file', path: file.path, file, document, personal };
  const { dynaconf } = schema.loading;
  const sections = dynaconf ? sectionsOf(dynaconf, document, section) : [];
  const variables = schema.fields.flatMap((field) => {
    const name = field.inputs[0]?.environment ?? field.name;
    const entries = sections.flatMap((it) => entriesFor(it, field.loc.split('.')));
    return entries.map((entry) => variableOf(layer, name, entry));
  });
  return { ...layer, variables };
}

/** For who asks what an entry of the file is: a field by the name of its variable. Its key is written otherwise. */
function variableOf(layer: Layer, name: string, entry: Entry): Variable {
  const value = { kind: 'unknown', reason: 'it is no text' } as const;
  return {
    name,
    value,
    source: { kind: 'file', layer, entry },
    supplied: { name, value, path: layer.path ?? '', entry, shape: 'elsewhere', secret: false },
  };
}
