import { lineBreakAt, lineEnd } from '../../syntax/lines.ts';
import { applyEdits, type Edit } from '../../text/edit.ts';
import { sourceFile } from '../../text/source-file.ts';
import { span } from '../../text/span.ts';
import { checklistOf } from '../checklist/checklist.ts';
import type { ChecklistBlock } from '../checklist/checklist-items.ts';
import { parseRecord } from '../record.ts';

/** What somebody found: it is written behind the item's name, and the item is ticked or not. */
export interface ChecklistAnswer {
  readonly block: ChecklistBlock;
  readonly name: string;
  readonly value: string;
  readonly ticked: boolean;
}

/**
 * A record's text with an item of its checklist answered. An item that is not there is added behind the last one of
 * its block.
 * @returns undefined where the record has no section for it
 */
export function answerItem(text: string, answer: ChecklistAnswer): string | undefined {
  const record = parseRecord(sourceFile('record.md', text));
  const items = checklistOf(record).filter((it) => it.block === answer.block);
  const item = items.find((it) => it.name === answer.name);
  const value = answer.value.replace(/\s+/g, ' ').trim();
  const box = answer.ticked ? 'x' : ' ';
  if (item === undefined) {
    const last = items.at(-1);
    const heading = record.sections.get(answer.block === 'release' ? 'checklist' : answer.block)?.heading;
    if (last === undefined && heading === undefined) return undefined;
    const at = lineEnd(text, (last?.span ?? heading)?.end ?? 0);
    const eol = lineBreakAt(text, at);
    const gap = last === undefined ? eol : '';
    const line = `${gap}${eol}- [${box}] ${answer.name}: ${value}`;
    return applyEdits(text, [{ span: span(at, at), newText: line }]);
  }
  const colon = text.slice(item.span.start, item.valueSpan.start).trimEnd().endsWith(':');
  const lead = colon
    ? item.value === '' && !/[ \t]$/.test(text.slice(0, item.valueSpan.start))
      ? ' '
      : ''
    : ': ';
  // An item that is open again ends at its colon.
  const behind = value === '' ? text.slice(0, item.valueSpan.start).trimEnd().length : item.valueSpan.start;
  const newText = value === '' ? '' : `${lead}${value}`;
  const edits: Edit[] = [{ span: span(behind, item.valueSpan.end), newText }];
  if (item.boxSpan) edits.push({ span: item.boxSpan, newText: box });
  return applyEdits(text, edits);
}
