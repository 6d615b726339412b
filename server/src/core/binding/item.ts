import type { Data } from '../syntax/data.ts';
import { dataKey } from '../syntax/data.ts';
import type { Source } from './resolution.ts';

/** What a source gives for one key of the settings object. */
export interface Item {
  /** Undefined when it is not known, then `reason` says why. */
  readonly data?: Data;
  readonly reason?: string;
  readonly source: Source;
  /** The key as written in the source. */
  readonly key: string;
  /** The text, after interpolation, of a variable or secret. */
  readonly raw?: string;
  /** A key of a dotenv file that no field reads as a variable, though one may take the key. */
  readonly extra?: true;
  /** Pieces of a nested value that came from entries of their own, or from several sources. */
  readonly parts: readonly Part[];
  /** What this hides, highest rank first. */
  readonly overrides: readonly Source[];
}

/** Where a piece of a nested value comes from: the path of keys below the field. */
export interface Part {
  readonly path: readonly string[];
  readonly key: string;
  readonly source: Source;
  readonly raw?: string;
}

/** The settings object's data by key, in the order in which the library's dict holds them. */
export type Items = ReadonlyMap<string, Item>;

/**
 * `deep_update(lower, higher)` of pydantic 2.13: dicts merge, everything else of `higher` replaces. Keys of `lower`
 * come first.
 */
export function mergeItems(lower: Items, higher: Items): Items {
  if (lower.size === 0) return higher;
  if (higher.size === 0) return lower;
  const merged = new Map(lower);
  for (const [key, high] of higher) {
    const low = merged.get(key);
    merged.set(key, low ? mergeItem(low, high) : high);
  }
  return merged;
}

function mergeItem(low: Item, high: Item): Item {
  // The same line may arrive twice: as the process environment and as the class's own file.
  const again = low.source.entry !== undefined && low.source.entry === high.source.entry;
  const overrides = [...high.overrides, ...(again ? [] : [low.source]), ...low.overrides];
  if (high.data === undefined) return { ...high, overrides };
  const both = high.data.kind === 'dict' && (low.data === undefined || low.data.kind === 'dict');
  if (!both) return { ...high, overrides };
  const parts = [...ownParts(high), ...ownParts(low)];
  if (low.data === undefined) {
    const { data: _data, ...rest } = high;
    return { ...rest, overrides, parts, ...(low.reason === undefined ? {} : { reason: low.reason }) };
  }
  return { ...high, data: deepUpdate(low.data, high.data), parts, overrides };
}

/** The item's parts, or one for each key it gives itself, so that a merged value still knows where each came from. */
function ownParts(item: Item): readonly Part[] {
  if (item.parts.length > 0 || item.data?.kind !== 'dict') return item.parts;
  const { key, source, raw } = item;
  return item.data.entries.map(([name]) => ({
    path: [name.kind === 'str' ? name.value : ''],
    key,
    source,
    ...(raw === undefined ? {} : { raw }),
  }));
}

/** `deep_update` of two values. */
export function deepUpdate(low: Data, high: Data): Data {
  if (low.kind !== 'dict' || high.kind !== 'dict') return high;
  const entries = new Map(low.entries.map((entry) => [dataKey(entry[0]), entry]));
  for (const [key, value] of high.entries) {
    const known = entries.get(dataKey(key));
    entries.set(dataKey(key), [key, known ? deepUpdate(known[1], value) : value]);
  }
  return { kind: 'dict', entries: [...entries.values()] };
}
