import { insertVariable, removeVariable, renameVariable } from '../../supply/edit-variable.ts';
import type { SuppliedVariable } from '../../supply/supply.ts';
import type { Document, Entry, Mapping } from '../../syntax/document.ts';
import type { Edit } from '../../text/edit.ts';
import type { EntryFacts, EnvironmentFacts, LayerFacts, MigrationFacts } from '../facts.ts';
import type { EnvironmentEdit } from '../migration-change.ts';
import { mayHoldUnseen } from '../plan-facts.ts';
import { marker } from './pydantic-dual-read.ts';

/** What an environment step does to each layer that holds OLD. */
export type EnvironmentStep = 'add-new' | 'switch' | 'remove-old';

export interface EnvironmentChange {
  readonly environment: readonly EnvironmentEdit[];
  readonly notes: readonly string[];
}

/**
 * The edits of every file that holds OLD, one group per file. NEW is a copy of OLD as it is written, so that quotes
 * and interpolation stay, next to it and never in a layer below one that holds or may hold OLD.
 */
export function environmentEdits(
  facts: MigrationFacts,
  step: EnvironmentStep,
  id: string,
): EnvironmentChange {
  const byPath = new Map<string, EnvironmentEdit>();
  const notes: string[] = [];
  const done = new Set<Entry | undefined>();
  for (const environment of facts.environments) {
    if (step !== 'remove-old' && mayHoldUnseen(environment)) {
      notes.push(unseenNote(facts, environment));
      continue;
    }
    for (const layer of [...environment.layers].reverse()) {
      if (layer.old === undefined) continue;
      const known = layer.path === undefined ? undefined : byPath.get(layer.path);
      if (layer.path === undefined || layer.document === undefined) {
        notes.push(`${stepWords(step, facts)} in the process environment of \`${environment.name}\``);
      } else if (known !== undefined && done.has(layer.old.entry)) {
        byPath.set(layer.path, joined(known, environment));
      } else {
        done.add(layer.old.entry);
        const edits = layerEdits(facts, layer, step, id);
        const added = edited(layer, layer.path, environment, edits);
        if (edits.length > 0) byPath.set(layer.path, known ? both(known, added, environment) : added);
        else if (!isDone(layer, step)) notes.push(`${stepWords(step, facts)} in \`${layer.path}\` by hand`);
      }
    }
  }
  return { environment: [...byPath.values()], notes };
}

function isDone(layer: LayerFacts, step: EnvironmentStep): boolean {
  return step === 'add-new' && layer.new !== undefined;
}

function layerEdits(
  facts: MigrationFacts,
  { document, old, new: next }: LayerFacts,
  step: EnvironmentStep,
  id: string,
): readonly Edit[] {
  const entry = old?.entry;
  if (document === undefined || entry === undefined) return [];
  if (old?.supplied !== undefined) return suppliedEdits(facts, document, old.supplied, next, step, id);
  const { format } = document;
  const to = facts.to ?? '';
  switch (step) {
    case 'remove-old':
      return format.remove(document, entry);
    case 'switch':
      return next === undefined
        ? format.rename(document, entry, spelled(entry, to))
        : format.remove(document, entry);
    case 'add-new': {
      if (next !== undefined) return [];
      const value =
        entry.value === undefined
          ? { source: '' }
          : { source: document.file.text.slice(entry.value.span.start, entry.value.span.end) };
      const parent = parentOf(document.root, entry) ?? document.root;
      const added = { name: spelled(entry, to), value, comment: marker(id) };
      return format.insert(document, parent, added, entry);
    }
  }
}

/**
 * The same for a variable that a part of a file supplies. One that is taken over by its name (`- OLD`), or stands in
 * its file under another, is for people: what it is taken from has to change as well.
 */
function suppliedEdits(
  facts: MigrationFacts,
  document: Document,
  variable: SuppliedVariable,
  next: EntryFacts | undefined,
  step: EnvironmentStep,
  id: string,
): readonly Edit[] {
  const { entry, name } = variable;
  if (!entry || entry.key.name !== name || variable.path !== document.file.path) return [];
  if (step === 'remove-old' || (step === 'switch' && next !== undefined)) {
    return removeVariable(document, variable);
  }
  const hasValue = entry.value?.kind === 'scalar' && entry.value.data.kind !== 'none';
  if (next !== undefined || (variable.shape !== 'name-value' && !hasValue)) return [];
  const to = spelled(entry, facts.to ?? '');
  return step === 'switch'
    ? renameVariable(document, variable, to)
    : insertVariable(document, variable, { name: to, comment: marker(id) });
}

/** NEW in lower case where the file writes OLD so. */
function spelled(entry: Entry, to: string): string {
  const { name } = entry.key;
  return name === name.toLowerCase() && name !== name.toUpperCase() ? to.toLowerCase() : to;
}

function parentOf(mapping: Mapping, entry: Entry): Mapping | undefined {
  if (mapping.entries.includes(entry)) return mapping;
  for (const it of mapping.entries) {
    const found = it.value?.kind === 'mapping' ? parentOf(it.value, entry) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function edited(
  layer: LayerFacts,
  path: string,
  environment: EnvironmentFacts,
  edits: readonly Edit[],
): EnvironmentEdit {
  return {
    path,
    environments: [environment.name],
    edits: edits.map((edit) => ({ path, ...edit })),
    production: environment.production,
    tracked: layer.tracked,
    needsConfirmation: environment.production || !layer.tracked,
  };
}

/** Edits of two entries of one file. */
function both(
  known: EnvironmentEdit,
  added: EnvironmentEdit,
  environment: EnvironmentFacts,
): EnvironmentEdit {
  const all = known.environments.includes(environment.name) ? known : joined(known, environment);
  return { ...all, edits: [...all.edits, ...added.edits] };
}

function joined(known: EnvironmentEdit, environment: EnvironmentFacts): EnvironmentEdit {
  const production = known.production || environment.production;
  return {
    ...known,
    environments: [...known.environments, environment.name],
    production,
    needsConfirmation: known.needsConfirmation || production,
  };
}

function unseenNote(facts: MigrationFacts, environment: EnvironmentFacts): string {
  const stores = environment.opaque.map((it) => `\`${it}\``).join(', ');
  const where = stores === '' ? `\`${environment.name}\`` : `${stores} (\`${environment.name}\`)`;
  return `whether ${where} holds \`${facts.from}\` is not seen: look there first, highest layer first, then attest it`;
}

function stepWords(step: EnvironmentStep, facts: MigrationFacts): string {
  switch (step) {
    case 'add-new':
      return `add \`${facts.to ?? ''}\` next to \`${facts.from}\``;
    case 'switch':
      return `put \`${facts.to ?? ''}\` in place of \`${facts.from}\``;
    case 'remove-old':
      return `remove \`${facts.from}\``;
  }
}
