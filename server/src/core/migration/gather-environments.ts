import type { Environment, Layer } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { shared } from '../binding/missing.ts';
import { namesOf } from '../binding/names.ts';
import { processVariables, type Variable, variablesOfLayer } from '../binding/variables.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Entry } from '../syntax/document.ts';
import { lowerCase } from '../text/lower-case.ts';
import { memo } from '../text/memo.ts';
import { entriesOf, judgedText } from './entry-facts.ts';
import type { EntryFacts, EnvironmentFacts, LayerFacts, ReaderFacts } from './facts.ts';
import type { Names } from './gather-readers.ts';
import { secretsFacts } from './gather-secrets.ts';
import type { LayerKind } from './replica-model.ts';
import { unseenSuppliers } from './unseen-suppliers.ts';

/** The environments of all readers, joined by name. Personal layers are nobody else's. */
export function environmentFacts(
  snapshot: Snapshot,
  readers: readonly ReaderFacts[],
  names: Names,
): readonly EnvironmentFacts[] {
  const joined = new Map<string, EnvironmentFacts>();
  for (const reader of readers.filter((it) => it.fields.size > 0 || it.named)) {
    for (const environment of environmentsOf(snapshot, reader.schema)) {
      const own = ofReader(snapshot, environment, reader, names);
      const known = joined.get(environment.name);
      joined.set(environment.name, known ? join(known, own) : own);
    }
  }
  return [...joined.values()];
}

/** What one reader sees of an environment, in all workloads and in each of them. */
function ofReader(
  snapshot: Snapshot,
  environment: Environment,
  reader: ReaderFacts,
  names: Names,
): EnvironmentFacts {
  const whole = oneEnvironment(snapshot, shared(environment), reader, names);
  const views = (environment.views ?? []).map((it) => oneEnvironment(snapshot, shared(it), reader, names));
  return withViews(whole, views);
}

function join(a: EnvironmentFacts, b: EnvironmentFacts): EnvironmentFacts {
  const isKnown = (layer: LayerFacts) => a.layers.some((it) => isSameLayer(it, layer));
  const joined = {
    ...a,
    unseen: a.unseen && b.unseen,
    opaque: [...new Set([...a.opaque, ...b.opaque])],
    layers: [...a.layers, ...b.layers.filter((it) => !isKnown(it))],
  };
  // A reader of which nothing is seen here says nothing beside one that is seen.
  const seen = [a, b].filter((it) => !it.unseen || it.opaque.length > 0 || joined.unseen);
  return withViews(
    joined,
    seen.flatMap((it) => it.views ?? [it]),
  );
}

function isSameLayer(a: LayerFacts, b: LayerFacts): boolean {
  if (a.kind !== b.kind || a.path !== b.path || a.store !== b.store) return false;
  return [...b.entries].every(([key, it]) => a.entries.get(key)?.entry === it.entry);
}

function withViews(whole: EnvironmentFacts, views: readonly EnvironmentFacts[]): EnvironmentFacts {
  const { views: _, ...rest } = whole;
  const different = [...new Map(views.map(({ views: _, ...it }) => [seenIn(it), it])).values()];
  return different.length > 1 ? { ...rest, views: different } : rest;
}

/** All that gates look at, as one text that never leaves this file. */
function seenIn({ layers, opaque, unseen }: EnvironmentFacts): string {
  const entries = (layer: LayerFacts) =>
    [...layer.entries].map(([key, it]) => [
      key,
      it.entry?.key.span.start,
      it.text,
      it.valid,
      it.validAfter,
      it.isDefault,
    ]);
  return JSON.stringify([unseen, opaque, layers.map((it) => [it.kind, it.path, it.store, entries(it)])]);
}

function oneEnvironment(
  snapshot: Snapshot,
  environment: Environment,
  reader: ReaderFacts,
  names: Names,
): EnvironmentFacts {
  const process = processVariables(environment.layers);
  const layers = environment.layers.flatMap((layer): readonly LayerFacts[] => {
    if (layer.kind === 'secrets') return [secretsFacts(snapshot, layer, reader, names)];
    if (layer.kind !== 'process' && layer.kind !== 'dotenv') return [];
    const variables = variablesOfLayer(layer, process);
    const facts = layerFacts(snapshot, layer, layer.kind, variables, reader, names);
    // Only what a part of a file supplies is written in a file of its own.
    const isOne = layer.variables !== undefined && (environment.views?.length ?? 1) <= 1;
    const neighbor = isOne ? neighborIn(layer, variables) : undefined;
    return [neighbor === undefined ? facts : { ...facts, neighbor }];
  });
  return {
    name: environment.name,
    production: environment.production,
    coupling: environment.coupling,
    unseen: environment.unseen,
    opaque: [...environment.opaque, ...unseenSuppliers(snapshot, reader.schema, environment, layers)],
    layers,
  };
}

/** The last variable that is written in the layer's own file, under its own name. */
function neighborIn({ path }: Layer, variables: readonly Variable[]): EntryFacts | undefined {
  const supplied = variables.findLast(
    ({ supplied: it }) =>
      it?.entry !== undefined && !it.secret && it.path === path && it.entry.key.name === it.name,
  )?.supplied;
  return supplied?.entry && { entry: supplied.entry, supplied };
}

/** Looked through once for each list, however many keys are asked for. */
const byLowerName = memo((variables: readonly Variable[]): ReadonlyMap<string, readonly Variable[]> => {
  const found = new Map<string, Variable[]>();
  for (const it of variables) {
    const name = lowerCase(it.name);
    const same = found.get(name);
    if (same) same.push(it);
    else found.set(name, [it]);
  }
  return found;
});

function layerFacts(
  snapshot: Snapshot,
  layer: Layer,
  kind: LayerKind,
  variables: readonly Variable[],
  reader: ReaderFacts,
  names: Names,
): LayerFacts {
  const fold = namesOf(reader.schema).fold;
  const entryOf = (name: string): EntryFacts | undefined => {
    const named = byLowerName(variables).get(lowerCase(name)) ?? [];
    const same = named.filter((it) => fold(it.name) === fold(name));
    const found = same.at(-1);
    if (found === undefined) return undefined;
    const facts = entryFacts(snapshot, reader, names, name, found);
    const hidden = found.supplied ? [] : same.flatMap(linesOf).filter((it) => it !== facts.entry);
    return hidden.length === 0 ? facts : { ...facts, hidden };
  };
  return {
    kind,
    ...(layer.path === undefined ? {} : { path: layer.path }),
    ...(layer.store === undefined ? {} : { store: layer.store }),
    ...(layer.document ? { document: layer.document } : {}),
    tracked: layer.file?.tracked === true,
    ...entriesOf(names, entryOf),
  };
}

/** Every line of the file that sets a variable, the one that counts included. */
function linesOf({ source, overrides = [] }: Variable): readonly Entry[] {
  return [source, ...overrides].flatMap(({ layer, entry }) =>
    entry !== undefined && layer?.path === source.layer?.path ? [entry] : [],
  );
}

function entryFacts(
  snapshot: Snapshot,
  reader: ReaderFacts,
  names: Names,
  name: string,
  it: Variable,
): EntryFacts {
  const own = it.supplied ? it.supplied.entry : it.source.entry;
  return {
    ...(own ? { entry: own } : {}),
    ...(it.supplied ? { supplied: it.supplied } : {}),
    ...(it.value.kind === 'text' ? judgedText(snapshot, reader, names, name, it.value.text) : {}),
  };
}
