import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { Data } from '../data.ts';
import type { Document, Entry, Scalar } from '../document.ts';
import { lineBreakAt, lineEnd } from '../lines.ts';
import { blockText } from './yaml-block-text.ts';
import { behindColon, isLastOnLine, isReferredTo, placeOfEntry } from './yaml-place.ts';
import { writeText, writeValue } from './yaml-write.ts';

/** Gives an entry another value, in the entry's quotes or block style where that can hold it. */
export function replaceValue(document: Document, entry: Entry, data: Data): readonly Edit[] {
  const place = placeOfEntry(document, entry);
  if (place === undefined || isReferredTo(document, entry)) return [];
  const { text } = document.file;
  const colon = behindColon(text, entry);
  const old = entry.value?.kind === 'scalar' ? entry.value : undefined;
  const block =
    old === undefined || place.inFlow ? undefined : blockText(document.file.text, entry, old, data);
  const written = block ?? writeValue(data, place.inFlow ? 'flow-value' : 'value', quoteFor(old, data));
  if (colon === undefined) return withoutColon(text, entry, written);
  return behind(text, entry, colon, written, place.inFlow);
}

function quoteFor(old: Scalar | undefined, data: Data): 'single' | 'double' | undefined {
  if (data.kind !== 'str' || (old?.quote !== 'single' && old?.quote !== 'double')) return undefined;
  return old.quote;
}

function withoutColon(text: string, entry: Entry, written: string): readonly Edit[] {
  const at = entry.key.span.end;
  const explicit = text.charAt(entry.span.start) === '?' && entry.span.start < entry.key.span.start;
  const lead = explicit ? `${lineBreakAt(text, at)}${' '.repeat(columnOf(text, entry.span.start))}` : '';
  return [{ span: span(at, at), newText: `${lead}: ${written}` }];
}

function columnOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.charAt(start - 1) !== '\n' && text.charAt(start - 1) !== '\r') start--;
  return offset - start;
}

/** Replaces what stands behind the colon; an anchor stays, a tag goes, a comment of the key's line stays. */
function behind(
  text: string,
  entry: Entry,
  colon: number,
  written: string,
  inFlow: boolean,
): readonly Edit[] {
  const end = Math.max(colon, entry.value?.span.end ?? colon);
  const start = entry.value?.span.start ?? colon;
  if (text.charAt(start) === '*' && end > start) return [{ span: span(start, end), newText: written }];
  const head = text.slice(colon, start);
  const anchor = /(?:^|\s)(&[\w-]+)/.exec(head.replace(/#.*/g, ''))?.[1];
  const newText = anchor === undefined ? ` ${written}` : ` ${anchor} ${written}`;
  const firstEnd = lineEnd(text, colon);
  if (start <= firstEnd || inFlow) {
    const keepsSpace = start > colon && anchor === undefined && !/[!&#\r\n]/.test(head);
    if (keepsSpace)
      return [
        {
          span: span(start, end),
          newText: end === start ? ` ${written}`.slice(/\s$/.test(head) ? 1 : 0) : written,
        },
      ];
    return [{ span: span(colon, end), newText }];
  }
  const hasComment = isLastOnLine(text, colon) && /#/.test(text.slice(colon, firstEnd));
  if (!hasComment) return [{ span: span(colon, end), newText }];
  return [
    { span: span(colon, colon), newText },
    { span: span(firstEnd, end), newText: '' },
  ];
}

/** Gives an entry another key, in the key's own quotes where it has some. */
export function renameEntry(document: Document, entry: Entry, name: string): readonly Edit[] {
  const place = placeOfEntry(document, entry);
  if (place === undefined) return [];
  const first = document.file.text.charAt(entry.key.span.start);
  const quote = first === "'" ? 'single' : first === '"' ? 'double' : undefined;
  const written = writeText(name, place.inFlow ? 'flow-key' : 'key', quote);
  return [{ span: keyWithTag(document.file.text, entry), newText: written }];
}

/** The key with the tag before it, which would give the new key another type. */
function keyWithTag(text: string, entry: Entry): Entry['key']['span'] {
  const before = text.slice(entry.span.start, entry.key.span.start);
  const tag = /![^\s]*[ \t]+$/.exec(before);
  return tag === null ? entry.key.span : span(entry.span.start + tag.index, entry.key.span.end);
}
