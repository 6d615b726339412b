import type { FileEdit } from '../../text/file-edit.ts';
import type { MigrationFacts } from '../facts.ts';
import { isTestOf } from './pytest-file.ts';

/**
 * Tests that earlier migrations left as a guard of what this one changes: they say from now on which test does instead.
 * @param id of this migration
 */
export function replacedTests(facts: MigrationFacts, id: string): readonly FileEdit[] {
  const earlier = facts.records.filter(
    (it) =>
      it.phase === 'done' &&
      it.id !== id &&
      facts.fromKeys.some((key) => it.from.includes(key) || it.to.includes(key)),
  );
  const newText = `"""What this tested is tested with another migration from now on.\n\n${id}\n"""\n`;
  return earlier.flatMap((record) =>
    facts.project
      .mentioning([record.id])
      .filter(({ file }) => isTestOf(file.text, record.id))
      .map(({ file: { path, text } }) => ({ path, span: { start: 0, end: text.length }, newText })),
  );
}
