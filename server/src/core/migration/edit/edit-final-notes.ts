import { lineBreakAt } from '../../syntax/lines.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { sourceFile } from '../../text/source-file.ts';
import { span } from '../../text/span.ts';
import { parseRecord } from '../record.ts';

/** A line of the final notes: `Reason`, and what stands behind it. */
export interface FinalNote {
  readonly name: string;
  readonly value: string;
}

/**
 * A record's text with its final notes filled in. What a person wrote stays; a note that was measured before is
 * written anew.
 * @param measured names of the notes that Crossfade writes itself
 */
export function editFinalNotes(
  text: string,
  notes: readonly FinalNote[],
  measured: ReadonlySet<string>,
): string {
  let current = text;
  for (const note of notes) current = fill(current, note, measured.has(note.name));
  return current;
}

function fill(text: string, { name, value }: FinalNote, again: boolean): string {
  const record = parseRecord(sourceFile('record.md', text));
  const section = record.sections.get('final notes');
  const eol = lineBreakAt(text, record.frontMatterSpan.start);
  const line = `- ${name}: ${value.replace(/\s+/g, ' ').trim()}`;
  if (section === undefined) {
    const gap = /(?:\r\n|\r|\n)$/.test(text) ? '' : eol;
    return `${text}${gap}${eol}## Final notes${eol}${eol}${line}${eol}`;
  }
  const body = text.slice(section.body.start, section.body.end);
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`^[ \\t]*[-*][ \\t]+${escaped}[ \\t]*:[ \\t]*(.*?)[ \\t]*$`, 'im').exec(body);
  if (!found) {
    const end = section.body.start + body.trimEnd().length;
    const gap = body.trim() === '' ? `${eol}${eol}` : eol;
    return applyEdits(text, [{ span: span(end, end), newText: `${gap}${line}` }]);
  }
  const written = found[1] ?? '';
  if (written !== '' && !again && !/\bTODO\b/.test(written)) return text;
  const start = section.body.start + found.index;
  const edit: Edit = { span: span(start, start + found[0].length), newText: line };
  return applyEdits(text, [edit]);
}
