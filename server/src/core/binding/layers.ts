import type { DataFile } from '../schema/loading.ts';
import type { Snapshot } from '../snapshot.ts';
import type { LookUp } from '../supply/compose/compose-interpolate.ts';
import type { EnvironmentFile } from '../supply/supply.ts';
import type { Document, Format } from '../syntax/document.ts';
import { type DotenvDialect, parseDialect } from '../syntax/dotenv/dotenv-dialect.ts';
import { dotenvVersionOf } from '../syntax/dotenv/dotenv-statement.ts';
import { dotenv } from '../syntax/dotenv.ts';
import { documentOf } from '../syntax/formats.ts';
import { json } from '../syntax/json.ts';
import { toml } from '../syntax/toml.ts';
import { yaml } from '../syntax/yaml.ts';
import { memo, memo2 } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Layer } from './environment.ts';
import { interpolates } from './variables.ts';

/** How a dotenv file reaches the service: `process` through the process environment. */
export type LayerUse = 'plain' | 'personal' | 'unproven' | 'process';

/** The program that reads a dotenv file, and the release of it that is locked. */
export interface DotenvProgram {
  readonly dialect: DotenvDialect;
  readonly version?: string;
  /** Its grammar is none of the dialects, so that only what several of them read alike is known of its values. */
  readonly own?: boolean;
}

/** python-dotenv in its newest release. */
const USUAL: DotenvProgram = { dialect: 'python-dotenv' };

/** One layer object per file, program and way of loading, so that what is bound to it is kept while the file stays. */
const layersOfFile = memo((_file: SourceFile) => new Map<string, Layer>());
const documentsOfFile = memo((_file: SourceFile) => new Map<string, Document>());

/** The layer of a dotenv file, read as its program reads it; undefined where there is no such file. */
export function dotenvLayer(
  snapshot: Snapshot,
  path: string,
  use: LayerUse = 'plain',
  program: DotenvProgram | DotenvDialect = USUAL,
): Layer | undefined {
  const file = snapshot.files.get(path);
  if (!file) return undefined;
  const reading = typeof program === 'string' ? { dialect: program } : program;
  const known = layersOfFile(file);
  const key = `${use} ${reading.dialect} ${reading.version ?? ''} ${reading.own ?? false}`;
  let layer = known.get(key);
  if (!layer) {
    layer = layerOf(file, use, reading);
    known.set(key, layer);
  }
  return layer;
}

function layerOf(file: SourceFile, use: LayerUse, { dialect, version, own }: DotenvProgram): Layer {
  return {
    kind: use === 'process' ? 'process' : 'dotenv',
    path: file.path,
    file,
    document: dotenvDocument(file, dialect, version),
    dialect,
    ...(own ? { own } : {}),
    personal: use === 'personal',
    ...(use === 'unproven' ? { unproven: true } : {}),
  };
}

/** The document of a file as a program reads it, whatever the file's name; parsed once per grammar. */
function dotenvDocument(file: SourceFile, dialect: DotenvDialect, version: string | undefined): Document {
  const grammar = grammarOf(dialect, version);
  const common = grammar === 'python-dotenv 1.2.4' ? documentOf(file) : undefined;
  if (common?.format === dotenv) return common;
  const known = documentsOfFile(file);
  let document = known.get(grammar);
  if (!document) {
    document = parseDialect(file, dialect, version);
    known.set(grammar, document);
  }
  return document;
}

/** A name for what a program makes of files: that of its dialect alone where releases do not differ. */
function grammarOf(dialect: DotenvDialect, version: string | undefined): string {
  return dialect === 'python-dotenv'
    ? `${dialect} ${dotenvVersionOf(version)}`
    : `${dialect} ${version ?? ''}`;
}

const FORMATS: Readonly<Record<DataFile['kind'], Format>> = { yaml, toml, json, pyproject: toml };

/** The document of a file that a source of the library reads, whatever its name. */
function dataDocument(file: SourceFile, data: DataFile['kind']): Document {
  const known = documentOf(file);
  return known?.format === FORMATS[data] ? known : FORMATS[data].parse(file);
}

const guessedLayers = memo((layer: Layer): Layer => ({ ...layer, guessed: true }));

const layersWithin = memo2((layer: Layer, outside: LookUp) => ({
  first: { ...layer, outside },
  behind: memo((before: Layer): Layer => ({ ...layer, outside, before })),
}));

/**
 * The layer of a file of `KEY=VALUE` lines that a workload takes; undefined where there is no such file.
 * @param before the layer of the env file that the workload takes before it
 */
export function environmentFileLayer(
  snapshot: Snapshot,
  { path, dialect, outside }: EnvironmentFile,
  guessed: boolean,
  before?: Layer,
): Layer | undefined {
  const plain = path === undefined ? undefined : dotenvLayer(snapshot, path, 'process', dialect);
  const layer = plain && guessed ? guessedLayers(plain) : plain;
  if (!layer?.document || !outside || !interpolates(layer.document)) return layer;
  const within = layersWithin(layer, outside);
  return before ? within.behind(before) : within.first;
}

const dataLayers = memo((_file: SourceFile) => new Map<DataFile['kind'], Layer>());

/** The layer of a YAML, TOML or JSON file that a class names. */
export function dataLayer(snapshot: Snapshot, path: string, data: DataFile['kind']): Layer | undefined {
  const file = snapshot.files.get(path);
  if (!file) return undefined;
  const known = dataLayers(file);
  let layer = known.get(data);
  if (!layer) {
    layer = { kind: 'file', path, file, data, document: dataDocument(file, data), personal: false };
    known.set(data, layer);
  }
  return layer;
}

/** The layer of a folder of secrets; undefined where the workspace has none of its files. */
export function secretsLayer(snapshot: Snapshot, folder: string): Layer | undefined {
  const files: SourceFile[] = [];
  for (const file of snapshot.files.values()) {
    if (file.path.startsWith(`${folder}/`) && !file.path.slice(folder.length + 1).includes('/'))
      files.push(file);
  }
  return files.length === 0 ? undefined : { kind: 'secrets', path: folder, files, personal: false };
}
