import { unitOf } from '../values/units.ts';
import { conversionNamed } from './conversion.ts';
import type { ChangedKeys, KindName } from './kinds/kinds.ts';

/** The conversion that the names of the keys say, `custom` where a person has to; `same` where nothing is converted. */
export function deriveConversion(kind: KindName, keys: ChangedKeys): string {
  switch (kind) {
    case 'unit': {
      const [old, next] = [keys.from[0], keys.to[0]].map((key) => unitOf(key ?? ''));
      return old !== undefined && next !== undefined && old !== next ? `${old}-to-${next}` : 'same';
    }
    case 'split':
      return firstThatFits(
        keys,
        endsIn(keys.from[0], 'URL') ? ['url-host-port', 'url-parts'] : ['host-port'],
      );
    case 'merge':
      return firstThatFits(keys, endsIn(keys.to[0], 'URL') ? ['parts-url'] : ['join-host-port']);
    case 'enum':
      return 'enum';
    default:
      return 'same';
  }
}

function endsIn(key: string | undefined, word: string): boolean {
  return key !== undefined && new RegExp(`(?:^|_)${word}$`, 'i').test(key);
}

function firstThatFits(keys: ChangedKeys, names: readonly string[]): string {
  return names.find((name) => conversionNamed(name, { ...keys, answers: new Map() })) ?? 'custom';
}
