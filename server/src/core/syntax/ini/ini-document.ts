import type { SourceFile } from '../../text/source-file.ts';
import { type Span, span } from '../../text/span.ts';
import { str } from '../data.ts';
import type { Comment, Document, Entry, Format, Mapping, Problem } from '../document.ts';
import { lineStart } from '../lines.ts';
import type { IniDialect } from './ini-dialect.ts';
import { type IniFault, type IniOption, type IniSection, scanIni } from './ini-scan.ts';

/** The document of an INI file as a parser of that set-up reads it. */
export function iniDocument(format: Format, file: SourceFile, dialect: IniDialect): Document {
  const { sections, faults, comments } = scanIni(file.text, dialect);
  return {
    format,
    file,
    root: { kind: 'mapping', span: span(0, file.text.length), entries: sections.map(sectionEntry) },
    comments: comments.map((at) => commentOf(file.text, at)),
    problems: problemsOf(faults),
  };
}

function sectionEntry({ name, nameSpan, header, options }: IniSection): Entry {
  const entries = options.map(optionEntry);
  const end = entries.at(-1)?.span.end ?? header.end;
  const value: Mapping = { kind: 'mapping', span: span(header.end, end), entries };
  return { key: { name, span: nameSpan, data: str(name) }, value, span: span(header.start, end) };
}

function optionEntry({ name, key, value }: IniOption): Entry {
  const named = { name, span: key, data: str(name) };
  if (value === undefined) return { key: named, span: key };
  const at = value.span;
  return {
    key: named,
    value: { kind: 'scalar', span: at, content: at, quote: 'none', data: str(value.text) },
    span: span(key.start, at.end),
  };
}

function commentOf(text: string, at: Span): Comment {
  const before = text.slice(lineStart(text, at.start), at.start);
  return {
    span: at,
    text: text.slice(at.start + 1, at.end).trim(),
    ownLine: /^\s*$/.test(before),
  };
}

/** In order of the text, but first what stops the parser at once: lines it cannot read are raised at the end. */
function problemsOf(faults: readonly IniFault[]): readonly Problem[] {
  const problems = faults.map(problemOf);
  const first = problems.findIndex((it) => it.upstream !== 'ParsingError');
  const fatal = problems[first];
  return fatal === undefined ? problems : [fatal, ...problems.filter((it) => it !== fatal)];
}

function problemOf({ kind, span: at, name }: IniFault): Problem {
  const message = `${reasonOf(kind, name)}, so Python cannot load this file`;
  return { kind: 'syntax', span: at, message, upstream: kind };
}

function reasonOf(kind: IniFault['kind'], name: string): string {
  switch (kind) {
    case 'MissingSectionHeaderError':
      return 'No section starts above this line';
    case 'DuplicateSectionError':
      return `The section \`${name}\` starts a second time`;
    case 'DuplicateOptionError':
      return `\`${name}\` is set a second time in its section`;
    case 'ParsingError':
      return 'This line is neither a section nor a key with a value';
    case 'AttributeError':
      return `This line goes on with \`${name}\`, which has no value`;
  }
}
