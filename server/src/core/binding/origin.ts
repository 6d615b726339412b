import type { Place } from '../schema/schema.ts';
import type { Entry } from '../syntax/document.ts';
import { entryAt } from './file-source.ts';
import type { Item, Part } from './item.ts';
import type { Source } from './resolution.ts';

/** Where a value stands: the entry and the place of its value, or of its key when it has none. */
export interface Origin {
  readonly entry?: Entry;
  readonly place?: Place;
  /** How many steps of the error's location the entry's own key stands for. */
  readonly depth?: number;
}

/** Where the part of an item stands that an error's location below the field names. */
export function originOf(item: Item, path: readonly (string | number)[]): Origin | undefined {
  const part = nearestPart(item, path);
  const source = part?.source ?? item.source;
  const depth = part?.path.length ?? 0;
  const origin = originOfSource(source, path.slice(depth));
  return origin && { ...origin, depth };
}

/** The most specific part on the way to a path; a part further down counts when nothing is nearer. */
function nearestPart(item: Item, path: readonly (string | number)[]): Part | undefined {
  let best: Part | undefined;
  for (const part of item.parts) {
    const leads = part.path.every((step, index) => index >= path.length || same(step, path[index]));
    if (leads && (!best || (part.path.length > best.path.length && best.path.length < path.length)))
      best = part;
  }
  return best;
}

function same(a: string, b: string | number | undefined): boolean {
  return a === b || (b !== undefined && a.toLowerCase() === `${b}`.toLowerCase());
}

/** Where a source's entry stands, following a path into a data file's nested values. */
export function originOfSource(source: Source, path: readonly (string | number)[] = []): Origin | undefined {
  const { entry, layer } = source;
  if (!entry) return undefined;
  const file = layer?.document?.file.path ?? layer?.path;
  const here = source.kind === 'file' ? entryAt(entry, path) : entry;
  if (file === undefined) return { entry: here };
  const span = here.value && here.value.span.end > here.value.span.start ? here.value.span : here.key.span;
  return { entry: here, place: { path: file, span } };
}
