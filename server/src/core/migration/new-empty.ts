import { addressPart } from './conversions/address.ts';
import type { MigrationFacts, ReaderFacts } from './facts.ts';
import { takesEmpty } from './generate/unit-declaration.ts';
import type { ReaderModel } from './replica-model.ts';

/**
 * What an empty text is of the keys into which others are converted: as the class declares them, or as it comes to
 * declare them where it does not yet. What is not known is taken as refused. Modules convert what is not empty.
 */
export function newEmpty(facts: MigrationFacts, reader: ReaderFacts): ReaderModel['newEmpty'] {
  if (reader.schema.form === 'calls') return 'unset';
  const takesAll = facts.toKeys.every((key) => {
    const field = reader.fields.get(key);
    return field === undefined ? isDeclaredAsText(facts, key) : takesEmpty(field) === true;
  });
  return takesAll ? 'value' : 'refused';
}

/** Whether an address or a part of one is declared as a text: numbers in another unit, ports and TLS are not. */
function isDeclaredAsText({ kind, convert, toKeys }: MigrationFacts, key: string): boolean {
  if (kind === 'unit' || convert === 'custom') return false;
  const part = toKeys.length > 1 ? addressPart(key) : undefined;
  return part !== 'port' && part !== 'tls';
}
