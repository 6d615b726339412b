import { pythonFile } from '../schema/python-file.ts';
import type { Place } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { lineIndex } from '../text/line-index.ts';
import { acceptanceIn } from './acceptance.ts';
import type { Cause } from './report.ts';

/** The kinds of change by which a comment accepts what a deploy brings. */
const KINDS: Readonly<Record<Cause, readonly string[]>> = {
  missing: ['require', 'rename', 'move', 'split', 'merge', 'unit'],
  'value-refused': ['tighten', 'retype', 'enum'],
  'key-refused': ['remove', 'rename', 'move', 'split', 'merge', 'unit'],
  'not-loaded': [],
  'default-changed': ['default'],
  'other-key': ['rename', 'layer', 'move', 'split', 'merge', 'unit'],
  'no-longer-read': ['rename', 'remove', 'move', 'split', 'merge', 'unit'],
  'key-gone': ['rename', 'remove', 'move', 'split', 'merge', 'unit'],
  'other-value': ['layer', 'value', 'default'],
  'unit-changed': ['unit'],
  'attribute-gone': ['remove', 'rename'],
  'secret-changed': ['rotate-credential', 'rotate-signing', 'value'],
  'not-seen': ['require', 'rename', 'default', 'move', 'split', 'merge', 'unit', 'retype', 'tighten'],
  'not-decided': ['retype', 'tighten', 'enum', 'default'],
};

/** Every kind of change that a comment can accept. */
export const ACCEPTABLE: readonly string[] = [...new Set(Object.values(KINDS).flat())].sort();

/**
 * The reason of a comment `# crossfade: accept[kind] -- reason` on the lines of a declaration, or on its own above it,
 * that accepts this change; undefined where there is none. A comment without a reason accepts nothing.
 */
export function acceptedBy(snapshot: Snapshot, declaration: Place, cause: Cause): string | undefined {
  const file = snapshot.files.get(declaration.path);
  if (!file?.text.includes('crossfade:')) return undefined;
  const lines = lineIndex(file);
  const first = lines.position(declaration.span.start).line;
  const last = lines.position(declaration.span.end).line;
  for (const comment of pythonFile(snapshot.engines.python, file).module.comments) {
    const found = acceptanceIn(file.text, comment);
    const line = lines.position(comment.span.start).line;
    if (!found || line > last || line < first - (found.ownLine ? 1 : 0)) continue;
    if (found.reason !== undefined && found.kinds.some(({ name }) => KINDS[cause].includes(name)))
      return found.reason;
  }
  return undefined;
}
