import { insertVariable } from '../../supply/edit-variable.ts';
import { str } from '../../syntax/data.ts';
import type { Edit } from '../../text/edit.ts';
import { dataFilesHolding } from '../data-files-holding.ts';
import type { DataFileFacts, EnvironmentFacts, LayerFacts, MigrationFacts } from '../facts.ts';
import { feedsBoth } from '../feeds-both.ts';
import { mayHoldUnseen, targetOf } from '../plan-facts.ts';
import type { LayerKind } from '../replica-model.ts';
import { byHandWords, layerWords } from './by-hand-steps.ts';
import { type EnvironmentChange, edited, joinedChange } from './environment-change.ts';
import { isReferredTo, takeOut } from './layer-edits.ts';
import { ownFile } from './own-file.ts';
import { marker } from './pydantic-dual-read.ts';

const NOTHING: EnvironmentChange = { environment: [], notes: [] };

/**
 * Copies the value that counts today into the layer that it moves to, in every environment that is seen whole. A value
 * that is secret, or put together when it is read, is left to people, and so is a place that cannot be written.
 */
export function copyToLayer(facts: MigrationFacts, id: string): EnvironmentChange {
  const holding = facts.environments.filter((it) => mayHoldUnseen(it) || holds(facts, it));
  if (holding.length === 0) return { environment: [], notes: byHandWords(facts, 'both') };
  return holding.map((it) => copyIn(facts, it, id)).reduce(joinedChange, NOTHING);
}

function copyIn(facts: MigrationFacts, environment: EnvironmentFacts, id: string): EnvironmentChange {
  const target = targetOf(facts);
  const text = textThatCounts(facts, environment, target);
  const there = layersOf(environment, target).findLast((it) => it.entries.has(facts.from));
  const same = text !== undefined && there?.entries.get(facts.from)?.text === text;
  if (there !== undefined && same && !feedsBoth(environment, there, facts.from)) return NOTHING;
  const place = ownFile(facts, environment, target);
  const isOpen = there === undefined && text !== undefined && !isSecret(facts, environment);
  const edits = isOpen && place && !mayHoldUnseen(environment) ? written(place, facts.from, text, id) : [];
  if (place?.path === undefined || edits.length === 0) {
    return { environment: [], notes: layerWords(facts, 'both', environment) };
  }
  return { environment: [edited(place, place.path, environment, edits)], notes: [] };
}

/** A line for the key in a file, or beside another variable of a list of them. */
function written(place: LayerFacts, key: string, text: string, id: string): readonly Edit[] {
  const { document, neighbor } = place;
  if (document === undefined) return [];
  const comment = marker(id);
  if (neighbor?.supplied === undefined) {
    return document.format.insert(document, document.root, {
      name: key,
      value: { data: str(text) },
      comment,
    });
  }
  // What `$` says in a manifest is up to the program that reads it.
  return text.includes('$') ? [] : insertVariable(document, neighbor.supplied, { name: key, text, comment });
}

/**
 * Takes the key out of the layers it leaves, wherever each environment of the file has it in its new layer already, and
 * so that no value changes.
 */
export function leaveLayer(facts: MigrationFacts): EnvironmentChange {
  const target = targetOf(facts);
  const ready = new Set(facts.environments.filter((it) => isReady(facts, it, target)));
  const change = facts.environments
    .filter((it) => ready.has(it))
    .flatMap((environment) => [
      ...layersLeft(facts, environment, target).map((layer) => leaveFile(facts, environment, layer, ready)),
      ...dataFilesHolding(facts, environment).map((file) => leaveDataFile(facts, environment, file, ready)),
    ])
    .reduce(uniqueFiles, NOTHING);
  const waiting = facts.environments.filter(
    (it) => !ready.has(it) && (mayHoldUnseen(it) || isLeft(facts, it, target)),
  );
  const words = waiting.flatMap((it) => layerWords(facts, 'new', it));
  if (change.environment.length === 0 && change.notes.length === 0 && words.length === 0) {
    return { environment: [], notes: [] };
  }
  return { ...change, notes: [...change.notes, ...words] };
}

/** Without the old layers, the environment has the same value as before. */
function isReady(facts: MigrationFacts, environment: EnvironmentFacts, target: LayerKind): boolean {
  if (mayHoldUnseen(environment) || !isLeft(facts, environment, target)) return false;
  const there = layersOf(environment, target).findLast((it) => it.entries.has(facts.from));
  if (there !== undefined && feedsBoth(environment, there, facts.from)) return false;
  const text = there?.entries.get(facts.from)?.text;
  const now = textThatCounts(facts, environment, target);
  return text !== undefined && (target === 'process' || text === now);
}

function leaveFile(
  facts: MigrationFacts,
  environment: EnvironmentFacts,
  layer: LayerFacts,
  ready: ReadonlySet<EnvironmentFacts>,
): EnvironmentChange {
  const { document, path } = layer;
  const held = layer.entries.get(facts.from);
  if (held === undefined) return NOTHING;
  const sharing = facts.environments.filter((it) => it.layers.some((other) => other.path === path));
  const gone =
    document === undefined ||
    !sharing.every((it) => ready.has(it)) ||
    isReferredTo(document, [held], [facts.from])
      ? undefined
      : takeOut(document, held);
  if (gone === undefined || path === undefined)
    return { environment: [], notes: layerWords(facts, 'new', environment) };
  return { environment: [edited(layer, path, environment, gone)], notes: [] };
}

function leaveDataFile(
  facts: MigrationFacts,
  environment: EnvironmentFacts,
  file: DataFileFacts,
  ready: ReadonlySet<EnvironmentFacts>,
): EnvironmentChange {
  const { document, path } = file;
  const sharing = facts.environments.filter((it) => file.environments.includes(it.name));
  const gone =
    document === undefined || !sharing.every((it) => ready.has(it))
      ? []
      : file.old.map((entry) => document.format.remove(document, entry));
  if (gone.length === 0 || gone.some((it) => it.length === 0)) {
    return { environment: [], notes: layerWords(facts, 'new', environment) };
  }
  const layer = { kind: 'dotenv', path, tracked: file.tracked, entries: new Map() } as const;
  return { environment: [edited(layer, path, environment, gone.flat())], notes: [] };
}

/** A file of several environments is edited once, for all of them. */
function uniqueFiles(a: EnvironmentChange, b: EnvironmentChange): EnvironmentChange {
  const known = new Set(a.environment.map((it) => it.path));
  const again = b.environment.map((it) => (known.has(it.path) ? { ...it, edits: [] } : it));
  return joinedChange(a, { ...b, environment: again });
}

/** The text that readers get today; undefined where it is not known. */
function textThatCounts(
  facts: MigrationFacts,
  environment: EnvironmentFacts,
  target: LayerKind,
): string | undefined {
  const held = layersLeft(facts, environment, target).at(-1);
  if (held !== undefined) return held.entries.get(facts.from)?.text;
  const files = dataFilesHolding(facts, environment);
  const entry = files.length === 1 && files[0]?.old.length === 1 ? files[0].old[0] : undefined;
  const data = entry?.value?.kind === 'scalar' ? entry.value.data : undefined;
  if (data?.kind === 'str') return data.value;
  return data?.kind === 'int' ? String(data.value) : undefined;
}

function isSecret(facts: MigrationFacts, { layers }: EnvironmentFacts): boolean {
  return (
    facts.readers.some((reader) => [...reader.fields.values()].some((it) => it.secret)) ||
    layers.some((it) => it.entries.get(facts.from)?.supplied?.secret === true)
  );
}

function holds(facts: MigrationFacts, environment: EnvironmentFacts): boolean {
  const { layers } = environment;
  return layers.some((it) => it.entries.has(facts.from)) || dataFilesHolding(facts, environment).length > 0;
}

function isLeft(facts: MigrationFacts, environment: EnvironmentFacts, target: LayerKind): boolean {
  return layersLeft(facts, environment, target).length > 0 || dataFilesHolding(facts, environment).length > 0;
}

/** The layers of the other kind that set the key, lowest rank first. */
function layersLeft(
  { from }: MigrationFacts,
  { layers }: EnvironmentFacts,
  target: LayerKind,
): readonly LayerFacts[] {
  return layers.filter((it) => it.kind !== target && it.entries.has(from));
}

function layersOf({ layers }: EnvironmentFacts, kind: LayerKind): readonly LayerFacts[] {
  return layers.filter((it) => it.kind === kind);
}
