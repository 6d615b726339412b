import type { MigrationAsk } from '../core/features/migrations.ts';
import { keyArguments } from '../core/migration/kinds/key-arguments.ts';
import type { Kind } from '../core/migration/kinds/kinds.ts';
import { UsageError } from './terminal.ts';

/** A change as the words of a command name it. */
export type AskedKeys = Pick<MigrationAsk, 'kind' | 'from' | 'to'> &
  Required<Pick<MigrationAsk, 'fromKeys' | 'toKeys'>>;

/** The keys of a change; throws a usage error where the words do not name them. */
export function askedKeys(kind: Kind, words: readonly string[]): AskedKeys {
  const keys = keyArguments(kind, words);
  if (typeof keys === 'string') throw new UsageError(keys);
  const [from = ''] = keys.from;
  const [to] = keys.to;
  return {
    kind: kind.name,
    from,
    ...(to === undefined ? {} : { to }),
    fromKeys: keys.from,
    toKeys: keys.to,
  };
}
