import { type Span, span } from '../text/span.ts';

/** One value of an INI file as the lines that are not blank, without the blanks around them. */
export interface IniList {
  readonly section: string;
  readonly key: string;
  readonly keySpan: Span;
  readonly lines: readonly IniLine[];
}

export interface IniLine {
  readonly text: string;
  readonly span: Span;
}

/**
 * The values of an INI file by line, as pytest (iniconfig 2) and tox (configparser) read lists: a value goes on in lines
 * that are indented, lines that start with `#` or `;` are comments. `offset` is where the text stands in its file.
 */
export function iniLists(text: string, offset = 0): readonly IniList[] {
  const lists: { section: string; key: string; keySpan: Span; lines: IniLine[] }[] = [];
  let section = '';
  let open = false;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const start = index + (line.length - line.trimStart().length);
    const written = line.trim();
    if (written === '' || /^[#;]/.test(written)) continue;
    const list = lists.at(-1);
    if (/^\s/.test(line) && open && list) {
      list.lines.push({ text: written, span: spanOf(offset + start, written) });
      continue;
    }
    const header = /^\[([^\]]*)\]/.exec(written);
    const sign = header ? -1 : written.search(/[=:]/);
    open = sign > 0;
    if (header) section = header[1] ?? '';
    if (sign <= 0) continue;
    const key = written.slice(0, sign).trimEnd();
    const value = written.slice(sign + 1).trimStart();
    const at = start + written.length - value.length;
    const lines = value === '' ? [] : [{ text: value, span: spanOf(offset + at, value) }];
    lists.push({ section, key, keySpan: spanOf(offset + start, key), lines });
  }
  return lists;
}

function spanOf(start: number, text: string): Span {
  return span(start, start + text.length);
}

/** A `NAME=value` in a line, blanks around both left out; undefined for a line of another form. */
export function assignmentIn(line: IniLine): { readonly name: IniLine; readonly value: IniLine } | undefined {
  const at = line.text.indexOf('=');
  if (at < 0) return undefined;
  return { name: part(line, 0, at), value: part(line, at + 1, line.text.length) };
}

function part(line: IniLine, from: number, to: number): IniLine {
  const raw = line.text.slice(from, to);
  const text = raw.trim();
  const start = line.span.start + from + (text === '' ? 0 : raw.length - raw.trimStart().length);
  return { text, span: spanOf(start, text) };
}
