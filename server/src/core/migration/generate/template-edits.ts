import { lineStart, nextLine } from '../../syntax/lines.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import type { EntryFacts, MigrationFacts, TemplateFacts } from '../facts.ts';
import { commentNotes, type EntryStep, entryEdits, stepWords } from './environment-edits.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';

/**
 * The edits of templates of settings files (`.env.example`): people copy them to set up a new environment, so that they
 * name the new keys as soon as code reads those. They change with the code.
 * @param when `later`: people write the code; until they have, a value that is spelled anew would not load
 */
export function templateEdits(
  facts: MigrationFacts,
  id: string,
  when: 'now' | 'later',
): { readonly edits: readonly FileEdit[]; readonly notes: readonly string[] } {
  const step = stepFor(facts);
  const notes: string[] = [];
  if (step === undefined) return { edits: [], notes };
  const edits = (facts.templates ?? []).flatMap((template) =>
    keyGroups(facts).flatMap((group) => {
      const own = groupEdits(template, group, step, id);
      if (step === 'rewrite' && when === 'later') {
        if (own?.length === 0) return [];
        notes.push(
          `${stepWords(step, group)} in \`${template.path}\` by hand, once the code takes the new spelling`,
        );
        return [];
      }
      const comments = commentEdits(template, group, step);
      notes.push(...unitNotes(template, group, step));
      if (own === undefined || comments === undefined)
        notes.push(`${stepWords(step, group)} in \`${template.path}\` by hand`);
      return [...(own ?? []), ...(comments ?? [])].map((edit) => ({ path: template.path, ...edit }));
    }),
  );
  return { edits, notes };
}

function stepFor({ kind }: MigrationFacts): EntryStep | undefined {
  switch (kind) {
    case 'rename':
    case 'split':
    case 'merge':
    case 'unit':
    case 'move':
      return 'switch';
    case 'remove':
    case 'flag':
      return 'remove-old';
    case 'retype':
    case 'enum':
      return 'rewrite';
    default:
      return undefined;
  }
}

/** Keys in comments follow too, where they only get another name or go; undefined where people have to say more. */
function commentEdits(
  { document, commented, entries }: TemplateFacts,
  { from, to, conversion }: KeyGroup,
  step: EntryStep,
): readonly Edit[] | undefined {
  const { text } = document.file;
  const held = commented.filter((it) => from.includes(it.key));
  const news = commented.some((it) => to.includes(it.key)) || to.some((key) => entries.has(key));
  if (held.length === 0 || step === 'rewrite') return [];
  if (step === 'remove-old' || news) {
    return held.map(({ span }) => {
      const start = lineStart(text, span.start);
      return { span: { start, end: nextLine(text, span.end) }, newText: '' };
    });
  }
  const [name] = conversion?.name === 'same' ? to : [];
  return name === undefined ? undefined : held.map(({ span }) => ({ span, newText: name }));
}

function unitNotes({ document, entries }: TemplateFacts, group: KeyGroup, step: EntryStep) {
  return commentNotes({ document, layer: { entries }, group, held: heldIn(entries, group), step });
}

function heldIn(entries: TemplateFacts['entries'], { from }: KeyGroup): readonly EntryFacts[] {
  return from.flatMap((key): EntryFacts | readonly EntryFacts[] => entries.get(key) ?? []);
}

function groupEdits({ document, entries }: TemplateFacts, group: KeyGroup, step: EntryStep, id: string) {
  const held = heldIn(entries, group);
  if (held.length === 0) return [];
  return entryEdits({ document, layer: { entries }, group, held, step, id });
}
