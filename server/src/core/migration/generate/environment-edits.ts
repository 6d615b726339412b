import type { Document } from '../../syntax/document.ts';
import type { Edit } from '../../text/edit.ts';
import { ticked } from '../../text/ticked.ts';
import type { EntryFacts, EnvironmentFacts, LayerFacts, MigrationFacts } from '../facts.ts';
import { filesThatMayHold, filesWithoutNew } from '../mentioned-keys.ts';
import type { EnvironmentEdit } from '../migration-change.ts';
import { mayHoldUnseen } from '../plan-facts.ts';
import type { KeysHeld } from '../plans.ts';
import { byHandWords } from './by-hand-steps.ts';
import { both, type EnvironmentChange, edited, joined, joinedChange } from './environment-change.ts';
import type { EnvironmentStep } from './environment-steps.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';
import {
  addBeside,
  copiesWhole,
  isReferredTo,
  referenceEdits,
  takeOut,
  turnInto,
  type Wanted,
  writtenText,
} from './layer-edits.ts';
import { copyToLayer, leaveLayer } from './layer-moves.ts';
import { marker } from './pydantic-dual-read.ts';
import { setEdits, unsetEdits } from './set-edits.ts';
import { entryComments, unitWords } from './unit-comments.ts';

/**
 * The edits of every file that holds OLD, one group per file. NEW is OLD's value, converted where the migration
 * converts and else as it is written, so that quotes and interpolation stay; it stands next to OLD and never in a layer
 * below one that holds or may hold OLD. What has no exact value under NEW is left to people.
 */
export function environmentEdits(
  facts: MigrationFacts,
  step: EnvironmentStep,
  { id, to }: { readonly id: string; readonly to: KeysHeld },
): EnvironmentChange {
  switch (step) {
    case 'set':
      return setEdits(facts, id);
    case 'unset':
      return unsetEdits(facts, id);
    case 'copy':
      return copyToLayer(facts, id);
    case 'leave':
      return leaveLayer(facts);
    case 'relocate':
      return joinedChange(copyToLayer(facts, id), leaveLayer(facts));
    case 'by-hand':
      return { environment: [], notes: byHandWords(facts, to) };
    default:
      return keyGroups(facts)
        .map((group): EnvironmentChange => {
          const change = groupEdits(facts, group, step, id);
          return { ...change, notes: [...change.notes, ...mentionNotes(facts, group, step)] };
        })
        .reduce(joinedChange);
  }
}

/** What people change in files of which only the names in them are seen. */
function mentionNotes(facts: MigrationFacts, group: KeyGroup, step: EntryStep): readonly string[] {
  const files = step === 'add-new' ? filesWithoutNew(facts, group) : filesThatMayHold(facts, group.from);
  return files.map(({ path, line }) => `${stepWords(step, group)} in \`${path}:${line}\``);
}

/** Steps that change the entries of OLD. */
export type EntryStep = Exclude<EnvironmentStep, 'set' | 'unset' | 'copy' | 'leave' | 'relocate' | 'by-hand'>;

function groupEdits(facts: MigrationFacts, group: KeyGroup, step: EntryStep, id: string): EnvironmentChange {
  const byPath = new Map<string, EnvironmentEdit>();
  const notes: string[] = [];
  const done = new Set<string>();
  const below = step === 'add-new' ? belowByHand(facts, group, id) : new Set<string>();
  for (const environment of facts.environments) {
    if (step !== 'remove-old' && mayHoldUnseen(environment)) {
      notes.push(unseenNote(group, environment));
      continue;
    }
    for (const layer of [...environment.layers].reverse()) {
      const held = group.from.flatMap((key) => layer.entries.get(key) ?? []);
      const [first] = held;
      if (first === undefined) continue;
      const { path, document } = layer;
      const known = path === undefined ? undefined : byPath.get(path);
      // One line that two programs read is two entries.
      const place = `${path} ${first.entry?.key.span.start}`;
      if (layer.folder !== undefined) {
        if (!isSettled(layer, group, step))
          notes.push(`${stepWords(step, group)} in the folder \`${layer.folder}\` (\`${environment.name}\`)`);
      } else if (path === undefined || document === undefined) {
        notes.push(`${stepWords(step, group)} in the process environment of \`${environment.name}\``);
      } else if (layer.store !== undefined) {
        if (!isSettled(layer, group, step))
          notes.push(
            `${stepWords(step, group)} in \`${layer.store}\` (\`${environment.name}\`), then attest it`,
          );
      } else if (below.has(path)) {
        notes.push(
          `${stepWords(step, group)} in \`${path}\` once what is above it has it: \`crossfade advance --resume\``,
        );
      } else if (known !== undefined && done.has(place)) {
        byPath.set(path, joined(known, environment));
      } else {
        done.add(place);
        const edits = entryEdits({ document, layer, group, held, step, id });
        notes.push(...commentNotes({ document, layer, group, held, step }));
        if (edits === undefined) notes.push(`${stepWords(step, group)} in \`${path}\` by hand`);
        else if (edits.length > 0) {
          const added = edited(layer, path, environment, edits);
          byPath.set(path, known ? both(known, added, environment) : added);
        }
      }
    }
  }
  return { environment: [...byPath.values()], notes };
}

/** The files below a layer that holds OLD and that people have to edit: NEW there would count before the override has it. */
function belowByHand(facts: MigrationFacts, group: KeyGroup, id: string): ReadonlySet<string> {
  const below = new Set<string>();
  for (const environment of facts.environments) {
    let byHand = false;
    for (const layer of [...environment.layers].reverse()) {
      const held = group.from.flatMap((key) => layer.entries.get(key) ?? []);
      if (held.length === 0) continue;
      if (byHand && layer.path !== undefined && layer.store === undefined) below.add(layer.path);
      byHand ||= isByHand(layer, group, held, id);
    }
  }
  return below;
}

function isByHand(layer: LayerFacts, group: KeyGroup, held: readonly EntryFacts[], id: string): boolean {
  const { document } = layer;
  if (isSettled(layer, group, 'add-new')) return false;
  if (document === undefined || layer.store !== undefined) return true;
  return entryEdits({ document, layer, group, held, step: 'add-new', id }) === undefined;
}

/** True where a layer has what the step brings, or no longer has what it takes away. */
function isSettled({ entries }: LayerFacts, { from, to }: KeyGroup, step: EntryStep): boolean {
  return step === 'remove-old' ? from.every((key) => !entries.has(key)) : to.every((key) => entries.has(key));
}

/** One step in one file. */
export interface LayerStep {
  readonly document: Document;
  readonly layer: Pick<LayerFacts, 'entries'>;
  readonly group: KeyGroup;
  /** What sets the old keys in this layer; not empty. */
  readonly held: readonly EntryFacts[];
  readonly step: EntryStep;
  readonly id: string;
}

/** The edits of one step in one file: undefined where people have to do it; empty where it is done. */
export function entryEdits(it: LayerStep): readonly Edit[] | undefined {
  const { document, layer, group, held, step, id } = it;
  if (step === 'rewrite') return rewritten(it);
  const missing = group.to.filter((key) => !layer.entries.has(key));
  if (step === 'add-new') {
    const wanted = missing.length === 0 ? [] : wantedIn(it, missing);
    const last = held.at(-1);
    return wanted && last && addBeside(document, last, wanted, marker(id));
  }
  const referring = referringEdits(it);
  if (referring === undefined) return undefined;
  const wanted = step === 'remove-old' || missing.length === 0 ? [] : wantedIn(it, missing);
  if (wanted === undefined) return undefined;
  const own = wanted.length === 0 ? removed(document, held, layer, group) : switched(it, wanted);
  const all = own && [...own, ...referring];
  const isFree = ({ span: at }: Edit) =>
    !all?.some((other) => other.span.start < at.end && at.start < other.span.end);
  return all && [...all, ...commentsOf(it).edits.filter(isFree)];
}

/** Comments beside the entry that goes which name its unit. */
function commentsOf({ document, layer, group, held, step }: Omit<LayerStep, 'id'>) {
  const [only] = held;
  const next = layer.entries.get(group.to[0] ?? '')?.entry?.span;
  const convert = group.conversion?.name;
  const isLeaving =
    convert !== undefined && held.length === 1 && (step === 'switch' || step === 'remove-old');
  const old = isLeaving ? only?.entry?.span : undefined;
  return entryComments(document, {
    convert: convert ?? '',
    ...(old ? { old } : {}),
    ...(next ? { next } : {}),
  });
}

/** Those of them that only a person can change. */
export function commentNotes(it: Omit<LayerStep, 'id'>): readonly string[] {
  return unitWords(it.document.file, commentsOf(it).unsure, it.group.to[0] ?? '');
}

/** What another value is put together from does not go without it: where NEW says the same, it takes OLD's place. */
function referringEdits({ document, layer, group, held, step }: LayerStep): readonly Edit[] | undefined {
  const [to] = group.conversion?.name === 'same' ? group.to : [];
  const next = to === undefined ? undefined : layer.entries.get(to)?.entry;
  const first = next ?? (step === 'switch' ? held[0]?.entry : undefined);
  // The other keys of the migration come and go themselves.
  const names = new Map(group.all.map((key): [string, string | undefined] => [key, undefined]));
  for (const key of group.to) names.delete(key);
  const own = new Map(group.from.map((key) => [key, to]));
  const others = document.root.entries.filter((entry) => names.has(entry.key.name));
  const gone = others.map((entry): EntryFacts => ({ entry }));
  if (isReferredTo(document, held, group.from, gone)) return undefined;
  return referenceEdits(document, [...held, ...gone], own, first?.span.start ?? Number.POSITIVE_INFINITY);
}

/** The first old entry becomes the first new one, the others come or go around it. */
function switched({ document, held }: LayerStep, wanted: readonly Wanted[]): readonly Edit[] | undefined {
  const [first, ...others] = held;
  const [next, ...more] = wanted;
  if (first === undefined || next === undefined) return undefined;
  const turned = turnInto(document, first, next);
  const added = addBeside(document, first, more);
  const gone = others.map((it) => takeOut(document, it));
  if (turned === undefined || added === undefined || gone.includes(undefined)) return undefined;
  return [...turned, ...added, ...gone.flatMap((it) => it ?? [])];
}

function rewritten({ document, group, held, layer }: LayerStep): readonly Edit[] | undefined {
  const [entry] = held;
  const [key] = group.to;
  if (entry === undefined || key === undefined || held.length > 1) return undefined;
  const text = writtenText(entry);
  const next = text === undefined ? undefined : convertedIn(group, layer)?.get(key);
  if (next === undefined) return undefined;
  return next === text ? [] : turnInto(document, entry, { key, value: { text: next } });
}

function removed(
  document: Document,
  held: readonly EntryFacts[],
  layer: Pick<LayerFacts, 'entries'>,
  group: KeyGroup,
): readonly Edit[] | undefined {
  const staying = group.to.flatMap((key) => layer.entries.get(key)?.entry ?? []);
  const gone = held
    .filter((it) => it.entry === undefined || !staying.includes(it.entry))
    .map((it) => takeOut(document, it));
  return gone.includes(undefined) ? undefined : gone.flatMap((it) => it ?? []);
}

/** What the missing new keys have to say in this layer; undefined where that is not certain. */
function wantedIn(
  { group, held, layer }: LayerStep,
  missing: readonly string[],
): readonly Wanted[] | undefined {
  const [only] = held;
  if (group.conversion?.name === 'same' && only !== undefined) {
    if (!copiesWhole(only, group.all)) return undefined;
    return missing.map((key) => ({ key, value: 'source' }));
  }
  const texts = convertedIn(group, layer);
  const wanted = missing.map((key) => [key, texts?.get(key)] as const);
  if (wanted.some(([, text]) => text === undefined)) return undefined;
  return wanted.map(([key, text = '']) => ({ key, value: { text } }));
}

/** The new texts of a layer that holds all old keys, each written out. */
function convertedIn(
  { from, conversion }: KeyGroup,
  layer: Pick<LayerFacts, 'entries'>,
): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const key of from) {
    const entry = layer.entries.get(key);
    const text = entry === undefined ? undefined : writtenText(entry);
    if (text === undefined) return undefined;
    texts.set(key, text);
  }
  return conversion?.toNew(texts);
}

/** A file that may hold the keys and that is not seen. */
function unseenNote({ from }: KeyGroup, environment: EnvironmentFacts): string {
  const stores = environment.opaque.map((it) => `\`${it}\``).join(', ');
  const where = stores === '' ? `\`${environment.name}\`` : `${stores} (\`${environment.name}\`)`;
  return `whether ${where} holds ${ticked(from)} is not seen: look there first, highest layer first, then attest it`;
}

/** A step in words, as people do it. */
export function stepWords(step: EntryStep, { from, to, conversion }: KeyGroup): string {
  const converted =
    conversion === undefined || conversion.name === 'same' ? '' : `, converted (\`${conversion.name}\`),`;
  switch (step) {
    case 'add-new':
      return `add ${ticked(to)}${converted} next to ${ticked(from)}`;
    case 'switch':
      return `put ${ticked(to)}${converted} in place of ${ticked(from)}`;
    case 'remove-old':
      return `remove ${ticked(from)}`;
    case 'rewrite':
      return `spell the value of ${ticked(from)} anew (\`${conversion?.name ?? 'custom'}\`)`;
  }
}
