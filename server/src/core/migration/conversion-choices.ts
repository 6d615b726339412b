import { unitOf } from '../values/units.ts';
import { conversionNamed } from './conversion.ts';
import { scaleNames } from './conversions/scale.ts';
import { deriveConversion } from './derive-conversion.ts';
import type { ChangedKeys, KindName } from './kinds/kinds.ts';

/**
 * The names of conversions to choose from where the names of the keys do not say which one it is. Empty where they do,
 * where none fits, and for kinds that convert nothing. `custom` is one that people write by hand.
 */
export function conversionChoices(kind: KindName, keys: ChangedKeys): readonly string[] {
  if (!isOpen(kind, keys)) return [];
  if (kind === 'unit') return scaleNames().filter((it) => agrees(it, keys));
  const fitting = (NAMES[kind] ?? []).filter(
    (name) => conversionNamed(name, { ...keys, answers: new Map() }) !== undefined,
  );
  return fitting.length > 0 ? [...fitting, 'custom'] : [];
}

const NAMES: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  retype: ['csv-json', 'json-csv', 'bool-words'],
  split: ['url-host-port', 'url-parts', 'host-port'],
  merge: ['parts-url', 'join-host-port'],
};

function isOpen(kind: KindName, keys: ChangedKeys): boolean {
  const derived = deriveConversion(kind, keys);
  return derived === 'custom' || ((kind === 'unit' || kind === 'retype') && derived === 'same');
}

/** Where one key says its unit, only changes from or to that unit are meant. */
function agrees(name: string, { from, to }: ChangedKeys): boolean {
  const [source, target] = name.split('-to-');
  const [old, next] = [unitOf(from[0] ?? ''), unitOf(to[0] ?? '')];
  if (old !== undefined && old === next) return true;
  return (old === undefined || old === source) && (next === undefined || next === target);
}
