import type { MigrationFacts } from '../facts.ts';
import { inPlace } from './default-code.ts';
import { environSpelling } from './environ-respell.ts';
import type { FinalSpelling } from './final-spelling.ts';
import { pydanticTarget } from './pydantic-target.ts';
import { classSpelling } from './respell-code.ts';
import { respelling } from './respelling.ts';

/** What takes the new spelling alone, and stands in code since an earlier migration; undefined where nothing does. */
export function spelledAlready(facts: MigrationFacts): Required<FinalSpelling> | undefined {
  const spelled = respelling(facts);
  if (spelled === undefined || facts.fromKeys[0] !== facts.toKeys[0]) return undefined;
  const classes = facts.readers.flatMap((reader) => {
    if (reader.schema.reader !== 'pydantic-settings' || reader.old === undefined) return [];
    const found = pydanticTarget(inPlace(facts), reader);
    return found.ok ? [classSpelling(found.target, spelled)] : [];
  });
  for (const { name, writtenIn } of [...classes, environSpelling(facts, spelled)]) {
    if (writtenIn !== undefined) return { name, writtenIn };
  }
  return undefined;
}
