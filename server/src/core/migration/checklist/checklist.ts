import { memo } from '../../text/memo.ts';
import { type Span, span } from '../../text/span.ts';
import type { RecordFile } from '../record.ts';
import { type ChecklistBlock, TAGGED_BLOCKS } from './checklist-items.ts';

/** One line of a record's checklist: `- [x] unit tests (commit): 4f2a91c`. */
export interface ChecklistItem {
  readonly block: ChecklistBlock;
  /** In lower case, up to a bracket or colon: `unit tests`. */
  readonly name: string;
  /** A line without a box counts as ticked. */
  readonly ticked: boolean;
  /** What stands behind the colon; empty where it is still to be filled in. */
  readonly value: string;
  /** Of the line, without what leads in to it. Offsets into the record's file. */
  readonly span: Span;
  /** Of the value, or where it has to be written. */
  readonly valueSpan: Span;
  /** Of the blank or cross between the brackets of the box. */
  readonly boxSpan?: Span;
}

const ITEM = /^([ \t]*[-*+][ \t]+(?:\[([ xX])\][ \t]+)?)(\S[^\n\r]*?)[ \t]*$/;
/** The name ends at a colon that is followed by a blank or nothing, hints in brackets before it. */
const NAMED = /^([^:(]+?)[ \t]*(?:\((?:[^()`]|`[^`]*`)*\)[ \t]*)?(?::[ \t]*(.*))?$/;
const HEADING = /^#{2,6}[ \t]+(.+?)[ \t]*$/;

/**
 * The items of the section `Checklist`. Lines before the first heading below it belong to the release, those below
 * `### Database` to that block. What is no item is left out.
 */
export const checklistOf: (record: RecordFile) => readonly ChecklistItem[] = memo((record) => {
  const section = record.sections.get('checklist');
  if (section === undefined) return [];
  const items: ChecklistItem[] = [];
  let block: ChecklistBlock | undefined = 'release';
  let at = section.body.start;
  for (const line of record.file.text
    .slice(section.body.start, section.body.end)
    .split(/(?<=\r\n|\r(?!\n)|\n)/)) {
    const text = line.replace(/[\r\n]+$/, '');
    const heading = HEADING.exec(text);
    if (heading) block = blockNamed(heading[1] as string);
    else if (block !== undefined) items.push(...itemOf(text, at, block));
    at += line.length;
  }
  return items;
});

function blockNamed(title: string): ChecklistBlock | undefined {
  const name = title
    .replace(/[(:].*$/, '')
    .trim()
    .toLowerCase();
  return TAGGED_BLOCKS.find((it) => it === name);
}

function itemOf(line: string, at: number, block: ChecklistBlock): readonly ChecklistItem[] {
  const match = ITEM.exec(line);
  const [, lead = '', box, content = ''] = match ?? [];
  const named = NAMED.exec(content);
  if (!match || !named) return [];
  const value = (named[2] ?? '').trim();
  const start = at + lead.length;
  const end = start + content.length;
  const boxAt = at + lead.indexOf('[') + 1;
  return [
    {
      block,
      name: (named[1] as string).trim().toLowerCase(),
      ticked: box !== ' ',
      value,
      span: span(start, end),
      valueSpan: span(end - value.length, end),
      ...(box === undefined ? {} : { boxSpan: span(boxAt, boxAt + 1) }),
    },
  ];
}

/** The item of a block with this name; the first of several. */
export function checklistItem(
  record: RecordFile,
  block: ChecklistBlock,
  name: string,
): ChecklistItem | undefined {
  return checklistOf(record).find((it) => it.block === block && it.name === name);
}

/** True for an item that somebody ticked and that says what was found. */
export function isAnswered(item: ChecklistItem): boolean {
  return item.ticked && item.value !== '' && !/\bTODO\b/.test(item.value);
}
