import type { Known } from '../supply/compose/compose-interpolate.ts';
import { isSopsValue } from '../supply/sops.ts';
import type { SuppliedVariable } from '../supply/supply.ts';
import { entryContents } from '../syntax/content-of.ts';
import type { Document, Entry, Scalar, TextPart } from '../syntax/document.ts';
import { type DialectValue, dialectValues } from '../syntax/dotenv/dialect-values.ts';
import type { KnownVariable } from '../syntax/interpolated-text.ts';
import { repeatsKey } from '../syntax/repeats-key.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Layer } from './environment.ts';
import { readAlike } from './read-alike.ts';
import type { Source } from './resolution.ts';

/** What a variable holds. `unset`: the file names it without a value. `unknown`: it is not known whether or what. */
export type VariableValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unset' }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Who asks for it gets an exception of this class; the reason goes on after the name. */
  | { readonly kind: 'refused'; readonly error: string; readonly reason: string };

/** One variable of a layer, its name as written there. */
export interface Variable {
  readonly name: string;
  readonly value: VariableValue;
  readonly source: Source;
  /** What it was made of, where a part of a file supplies it. */
  readonly supplied?: SuppliedVariable;
  /** What it hides within the process environment or among dotenv files, highest rank first. */
  readonly overrides?: readonly Source[];
}

/** A variable in the place of another of its name, which it hides. */
export function over(variable: Variable, hidden: Variable | undefined): Variable {
  if (hidden === undefined) return variable;
  // The same line may arrive twice.
  if (hidden.source.entry !== undefined && hidden.source.entry === variable.source.entry) return variable;
  return { ...variable, overrides: [hidden.source, ...(hidden.overrides ?? [])] };
}

/** Variables by their exact name; `complete` when no variable can exist that is not among them. */
export interface ProcessVariables {
  readonly byName: ReadonlyMap<string, Variable>;
  readonly complete: boolean;
}

const NO_PROCESS: ProcessVariables = { byName: new Map(), complete: false };

/** The most characters that the interpolated values of one file may have together; what comes after is not known. */
const MOST_CHARACTERS = 1 << 24;

/**
 * The variables of a dotenv layer in order of the file, a later entry of the same name replacing the earlier in
 * place, with `${NAME}` resolved as python-dotenv 1.2.4 does: with `override` (`dotenv_values`) earlier keys of the
 * file win over the process environment, without (`load_dotenv()`) they lose.
 */
export function dotenvVariables(
  layer: Layer,
  process: ProcessVariables,
  override = true,
): readonly Variable[] {
  const { document } = layer;
  if (layer.variables) return layer.variables;
  if (!document) return [];
  const found = interpolates(document)
    ? readDotenv(layer, document, process, override)
    : plainVariables(layer);
  return layer.own && layer.file ? certain(layer.file, found) : found;
}

/** What a program reads whose grammar is not known here. */
function certain(file: SourceFile, variables: readonly Variable[]): readonly Variable[] {
  const alike = readAlike(file);
  return variables.map((it) =>
    it.value.kind !== 'text' || alike.get(it.source.entry?.key.span.start ?? -1) === it.value.text
      ? it
      : { ...it, value: { kind: 'unknown', reason: 'programs read this value differently' } },
  );
}

const plainVariables = memo((layer: Layer): readonly Variable[] => {
  const { document } = layer;
  if (!document) return [];
  if (repeatsKey(document.root)) return readDotenv(layer, document, NO_PROCESS, true);
  return document.root.entries.map((entry) => ({
    name: entry.key.name,
    value: plainValue(entry),
    source: { kind: 'dotenv', layer, entry },
  }));
});

/** What an entry without interpolation gives its variable. */
export function plainValue({ value }: Entry): VariableValue {
  if (value?.kind !== 'scalar') return { kind: 'unset' };
  const text = scalarText(value);
  return isSopsValue(text) ? { kind: 'unknown', reason: 'it is encrypted' } : { kind: 'text', text };
}

/** True for a dotenv file in which a value takes others in. */
export const interpolates: (document: Document) => boolean = memo((document) =>
  entryContents(document.root).some(({ value }) => value?.kind === 'scalar' && value.parts !== undefined),
);

function readDotenv(
  layer: Layer,
  document: Document,
  process: ProcessVariables,
  override: boolean,
): readonly Variable[] {
  const found = new Map<string, Variable>();
  const lookup = (name: string): Variable | undefined =>
    override ? (found.get(name) ?? process.byName.get(name)) : (process.byName.get(name) ?? found.get(name));
  let budget = MOST_CHARACTERS;
  for (const entry of document.root.entries) {
    const name = entry.key.name;
    const value = dotenvValue(entry, lookup, process.complete, budget);
    if (value.kind === 'text' && entry.value?.kind === 'scalar' && entry.value.parts)
      budget -= value.text.length;
    found.set(name, over({ name, value, source: { kind: 'dotenv', layer, entry } }, found.get(name)));
  }
  return [...found.values()];
}

function dotenvValue(
  entry: Entry,
  lookup: (name: string) => Variable | undefined,
  complete: boolean,
  budget: number,
): VariableValue {
  if (entry.value?.kind !== 'scalar' || !entry.value.parts) return plainValue(entry);
  let text = '';
  for (const part of entry.value.parts) {
    const piece = interpolated(part, lookup, complete);
    if (piece === undefined) {
      const name = part.kind === 'variable' ? part.name : '';
      return {
        kind: 'unknown',
        reason: `\`\${${name}}\` comes from the process environment, which is not known`,
      };
    }
    text += piece;
    if (text.length > budget) return { kind: 'unknown', reason: 'the interpolated values are too long' };
  }
  return { kind: 'text', text };
}

/** Undefined when the text depends on a variable that nothing seen defines. */
function interpolated(
  part: TextPart,
  lookup: (name: string) => Variable | undefined,
  complete: boolean,
): string | undefined {
  if (part.kind === 'text') return part.text;
  if (part.kind !== 'variable') return undefined;
  const variable = lookup(part.name);
  if (variable) {
    if (variable.value.kind === 'unknown') return undefined;
    return variable.value.kind === 'text' ? variable.value.text : '';
  }
  if (part.default !== undefined) return part.default;
  return complete ? '' : undefined;
}

/** The text of a scalar of a dotenv file. */
function scalarText(scalar: Scalar): string {
  return scalar.data.kind === 'str' ? scalar.data.value : '';
}

/** The process environment that the given layers make, the later ones winning. */
export function processVariables(layers: readonly Layer[]): ProcessVariables {
  const byName = new Map<string, Variable>();
  let complete = false;
  for (const layer of layers) {
    if (layer.kind !== 'process') continue;
    if (layer.given) complete = true;
    for (const variable of layerVariables(layer))
      byName.set(variable.name, over(variable, byName.get(variable.name)));
  }
  return { byName, complete };
}

const layerVariables = memo((layer: Layer): readonly Variable[] => {
  if (layer.given) return [...layer.given].map(([name, text]) => givenVariable(layer, name, text));
  return layer.variables ?? (layer.document ? fileVariables(layer, layer.document) : []);
});

function givenVariable(layer: Layer, name: string, text: string | undefined): Variable {
  const value: VariableValue =
    text === undefined
      ? { kind: 'unknown', reason: `the value of \`${name}\` is not given` }
      : { kind: 'text', text };
  return { name, value, source: { kind: 'process', layer } };
}

/** A dotenv file that becomes the process environment, as the program that reads it computes the values. */
function fileVariables(layer: Layer, document: Document): readonly Variable[] {
  const dialect = layer.dialect ?? 'python-dotenv';
  if (dialect === 'python-dotenv') return loadedVariables(layer);
  const unseen = (name: string) =>
    ({
      kind: 'unseen',
      reason: `\`\${${name}}\` comes from where the file is read, which is not known`,
    }) as const;
  const environ = (name: string) => layer.outside?.(name) ?? unseen(name);
  const { values, refused } = dialectValues(document, dialect, environ, knownBefore(layer));
  return document.root.entries.map((entry, index) => ({
    name: entry.key.name,
    value:
      refused === undefined
        ? dialectValue(values[index], layer.outside?.(entry.key.name))
        : { kind: 'unknown', reason: refused },
    source: { kind: 'process', layer, entry },
  }));
}

/** What the env files hold that the program reads before this one; a name without a value says nothing. */
function knownBefore({ before }: Layer): ReadonlyMap<string, KnownVariable> | undefined {
  if (!before) return undefined;
  const known = new Map(knownBefore(before));
  for (const { name, value } of layerVariables(before)) {
    if (value.kind === 'refused') known.set(name, { kind: 'unknown', reason: value.reason });
    else if (value.kind !== 'unset') known.set(name, value);
  }
  return known;
}

function dialectValue(value: DialectValue | undefined, outside: Known | undefined): VariableValue {
  if (value?.kind === 'inherited' && outside) return outside;
  if (value === undefined || value.kind === 'inherited')
    return { kind: 'unknown', reason: 'the value is taken over from where the file is read' };
  return value;
}

/** What `load_dotenv()` puts into the process environment; a name without a value stays out of it. */
function loadedVariables(layer: Layer): readonly Variable[] {
  return dotenvVariables(layer, NO_PROCESS, false)
    .filter(({ value }) => value.kind !== 'unset')
    .map((it) => ({ ...it, source: { ...it.source, kind: 'process' } }));
}

/** The variables that one layer sets: of a dotenv file as its program reads it beside the process. */
export function variablesOfLayer(layer: Layer, process: ProcessVariables): readonly Variable[] {
  return layer.kind === 'dotenv'
    ? dotenvVariables(layer, process)
    : [...processVariables([layer]).byName.values()];
}
