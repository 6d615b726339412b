import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import { type AssignmentContent, type AssignmentStatement, assignmentFormat } from './assignment-format.ts';
import { str } from './data.ts';
import type { Entry, Format, Problem, Scalar, TextPart } from './document.ts';
import { spanInFile } from './joined-text.ts';
import { type UnitSetting, type UnitText, unitSettings } from './systemd/systemd-lines.ts';
import { escapeForUnit, type UnitWord, unitWords } from './systemd/systemd-words.ts';

/**
 * Units of systemd and their drop-ins, as systemd 252 reads them. The entries are the assignments of `Environment=` in
 * `[Service]`. Specifiers (`%n`) are left in a value as they are written, `%%` is one `%`.
 */
export const systemd: Format = assignmentFormat({
  name: 'systemd',
  matches: isUnitPath,
  read: unitContent,
  contentOf: (file) => unitOf(file),
  values: writtenValues,
  statement: (name, source) => `Environment=${name}=${source}`,
  comment: '#',
  place: ({ file }) => placeOfFirst(file.text),
});

/** `NAME.service`, and `*.conf` in a folder `NAME.service.d`. */
export function isUnitPath(path: string): boolean {
  return /(?:^|\/)[^/]+\.service$|(?:^|\/)[^/]*\.?service\.d\/[^/]+\.conf$/.test(path);
}

export interface UnitContent extends AssignmentContent {
  readonly unit: UnitText;
  readonly statements: readonly UnitStatement[];
}

export interface UnitStatement extends AssignmentStatement {
  readonly setting: UnitSetting;
}

/** What a file holds, read once per version of it: its document has the same entries. */
export const unitOf: (file: SourceFile) => UnitContent = memo((file) => unitContent(file.text));

/** Reads a unit. */
function unitContent(text: string): UnitContent {
  const unit = unitSettings(text);
  const problems: Problem[] = [...unit.problems];
  const statements = unit.settings.flatMap((setting) =>
    setting.section === 'Service' && setting.key === 'Environment' ? [statementOf(setting, problems)] : [],
  );
  return {
    unit,
    statements,
    comments: unit.comments,
    problems: problems.sort((a, b) => a.span.start - b.span.start),
    root: { kind: 'mapping', span: span(0, text.length), entries: statements.flatMap((it) => it.entries) },
  };
}

function statementOf(setting: UnitSetting, problems: Problem[]): UnitStatement {
  const { joined, from, to } = setting;
  const { words, fault } = unitWords(joined.text, from, to);
  if (fault) {
    const message = `This ${fault.what}, so systemd ignores it and what follows in this setting`;
    problems.push({ kind: 'syntax', span: spanInFile(joined, fault.span.start, fault.span.end), message });
  }
  const entries = words.flatMap((word) => {
    const entry = entryOf(setting, word);
    if (entry) return [entry];
    const at = spanInFile(joined, word.span.start, word.span.end);
    const message = 'This is not `NAME=value`, so systemd ignores it';
    problems.push({ kind: 'syntax', span: at, message });
    return [];
  });
  return { setting, entries, span: setting.span, whole: true };
}

/** Undefined where systemd does not take the word for an assignment. */
function entryOf({ joined }: UnitSetting, word: UnitWord): Entry | undefined {
  const equals = word.text.indexOf('=');
  const name = word.text.slice(0, equals);
  if (equals < 0 || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const [first = 0] = word.offsets;
  const at = word.offsets[equals] ?? first;
  // Where a name is put together from pieces in quotes its span holds those.
  const key = { name, span: spanInFile(joined, first, at), data: str(name) };
  return {
    key,
    value: scalarOf(joined, word, equals, at + 1),
    span: spanInFile(joined, word.span.start, word.span.end),
  };
}

function scalarOf(joined: UnitSetting['joined'], word: UnitWord, equals: number, start: number): Scalar {
  const written = joined.text.slice(start, word.span.end);
  const outer = openQuote(joined.text.slice(word.span.start, start));
  const own = /^(["']).*\1$/s.test(written) && outer === '' && written.length > 1 ? written.charAt(0) : '';
  const end = outer !== '' && written.endsWith(outer) ? word.span.end - 1 : word.span.end;
  const at = end > start ? spanInFile(joined, start, end) : emptyAt(joined, start);
  const content = own === '' ? at : span(at.start + 1, at.end - 1);
  const quote = own === '"' ? 'double' : own === "'" ? 'single' : 'none';
  const { text, parts } = withSpecifiers(joined, word, equals + 1);
  const scalar: Scalar = { kind: 'scalar', span: at, content, quote, data: str(text) };
  return parts === undefined ? scalar : { ...scalar, parts };
}

function emptyAt(joined: UnitSetting['joined'], index: number) {
  const { end } = spanInFile(joined, index - 1, index);
  return span(end, end);
}

/** The quote that is open at the end of a text, or nothing. */
function openQuote(text: string): string {
  let quote = '';
  for (const character of text) {
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
  }
  return quote;
}

function withSpecifiers(joined: UnitSetting['joined'], word: UnitWord, from: number) {
  const parts: TextPart[] = [];
  let text = '';
  let plain = '';
  for (let at = from; at < word.text.length; at++) {
    const character = word.text.charAt(at);
    const next = word.text.charAt(at + 1);
    if (character === '%' && /[A-Za-z]/.test(next)) {
      if (plain !== '') parts.push({ kind: 'text', text: plain });
      plain = '';
      const end = (word.offsets[at + 1] ?? 0) + 1;
      parts.push({
        kind: 'variable',
        name: `%${next}`,
        span: spanInFile(joined, word.offsets[at] ?? 0, end),
      });
      text += character + next;
      at++;
    } else {
      if (character === '%' && next === '%') at++;
      plain += character;
      text += character;
    }
  }
  if (parts.length === 0) return { text };
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return { text, parts };
}

function* writtenValues(text: string, quote: Scalar['quote']): Generator<string> {
  const escaped = escapeForUnit(text);
  const double = `"${escaped.replaceAll("\\'", "'")}"`;
  const single = `'${escaped.replaceAll('\\"', '"')}'`;
  if (quote === 'double') yield double;
  if (quote === 'single') yield single;
  if (/^[\w.,:/@+=~%-]*$/.test(text)) yield escaped;
  yield double;
  yield single;
  yield escaped;
}

/** The first `Environment=` of a unit goes right below `[Service]`, which is added where there is none. */
function placeOfFirst(text: string) {
  const header = unitSettings(text).sections.get('Service');
  if (header === undefined) return { at: text.length, text: (line: string) => `[Service]\n${line}` };
  const rest = /\r\n|\n|\r/.exec(text.slice(header));
  return { at: rest ? header + rest.index + rest[0].length : text.length, text: (line: string) => line };
}
