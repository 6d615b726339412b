import { CONFIG_PARSER, type IniDialect } from '../syntax/ini/ini-dialect.ts';
import { scanIni } from '../syntax/ini/ini-scan.ts';
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

/** `iniconfig` 2 and the `configparser` of tox, which both stop at what is written twice: here all of it is read. */
const DIALECT: IniDialect = { ...CONFIG_PARSER, strict: false, keepsCase: true };

/**
 * The values of an INI file by line, as pytest (iniconfig 2) and tox (configparser) read lists: a value goes on in lines
 * that are indented, lines that start with `#` or `;` are comments. `offset` is where the text stands in its file.
 */
export function iniLists(text: string, offset = 0): readonly IniList[] {
  return scanIni(text, DIALECT).sections.flatMap(({ name, options }) =>
    options.map((it) => ({
      section: name,
      key: it.name,
      keySpan: span(offset + it.key.start, offset + it.key.end),
      lines: it.value ? linesOf(text, it.value.span, offset) : [],
    })),
  );
}

function linesOf(text: string, { start, end }: Span, offset: number): readonly IniLine[] {
  return [...text.slice(start, end).matchAll(/[^\r\n]+/g)].flatMap(
    ({ 0: line, index }): readonly IniLine[] => {
      const written = line.trim();
      if (written === '' || /^[#;]/.test(written)) return [];
      const at = offset + start + index + line.length - line.trimStart().length;
      return [{ text: written, span: spanOf(at, written) }];
    },
  );
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
