import { type Span, span } from '../../text/span.ts';
import { isBefore } from '../../text/version-order.ts';
import type { Scalar } from '../document.ts';
import { skipSpace, trimEnd } from '../python-space.ts';
import {
  addComment,
  addProblem,
  type DialectContent,
  type DialectDraft,
  type DotenvLine,
  dialectContent,
  dialectDraft,
  dialectEntry,
  linesOf,
  plainScalar,
} from './dotenv-lines.ts';

/**
 * Line by line, as `RepositoryEnv` of python-decouple 3.8 reads: a name, the first `=`, a value; blanks around both and
 * one matching pair of quotes around the value are dropped. No `export`, no escapes, no comments behind a value.
 */
export function decoupleContent(text: string): DialectContent {
  return nameAndValue(text, 'decouple', unquoted);
}

/** What `Config` of starlette reads: as decouple does; before 1.10 all quotes at both ends of a value are dropped. */
export function starletteContent(text: string, version: string | undefined): DialectContent {
  const strips = version !== undefined && isBefore(version, '1.10');
  return nameAndValue(text, 'starlette', strips ? stripped : unquoted);
}

type ReadValue = (text: string, outer: Span) => Scalar;

function nameAndValue(text: string, program: string, read: ReadValue): DialectContent {
  const draft = dialectDraft(text);
  for (const line of linesOf(text, /\r\n|\n|\r/g)) {
    const start = skipSpace(text, line.start);
    if (start >= line.end) continue;
    if (text.charAt(start) === '#') addComment(draft, start, line.end);
    else nameLine(draft, span(start, trimEnd(text, start, line.end)), program, read);
  }
  return dialectContent(draft);
}

function nameLine(draft: DialectDraft, line: Span, program: string, read: ReadValue): void {
  const { text, entries } = draft;
  const equals = text.slice(line.start, line.end).indexOf('=');
  if (equals < 0) {
    addProblem(draft, line, `No \`=\` stands on this line, so ${program} skips it`);
    return;
  }
  const key = span(line.start, trimEnd(text, line.start, line.start + equals));
  if (key.end === key.start) {
    addProblem(draft, line, `No name stands before \`=\`, so ${program} cannot use this line`);
    return;
  }
  const from = Math.min(skipSpace(text, line.start + equals + 1), line.end);
  entries.push(dialectEntry(text.slice(key.start, key.end), key, read(text, span(from, line.end))));
}

function unquoted(text: string, outer: Span): Scalar {
  const written = text.slice(outer.start, outer.end);
  const first = written.charAt(0);
  const isQuoted = written.length >= 2 && (first === '"' || first === "'") && written.endsWith(first);
  if (!isQuoted) return plainScalar(written, outer);
  return plainScalar(written.slice(1, -1), outer, first === '"' ? 'double' : 'single');
}

function stripped(text: string, outer: Span): Scalar {
  const written = text.slice(outer.start, outer.end);
  const data = written.replace(/^["']+|["']+$/g, '');
  const first = written.charAt(0);
  if (data.length + 2 !== written.length || !written.endsWith(first)) return plainScalar(data, outer);
  return plainScalar(data, outer, first === '"' ? 'double' : 'single');
}

/**
 * Line by line, as `Env.read_env` of django-environ 0.14 reads with its defaults: `NAME=value` without blanks around
 * `=`; quotes around the whole value are dropped, in double quotes a backslash too, except before `r`, `n` and `t`. No
 * comments behind a value. That a value starting with `$` names another variable is known to who asks, not here.
 */
export function djangoEnvironContent(text: string): DialectContent {
  const draft = dialectDraft(text);
  for (const line of linesOf(text, SPLIT_LINES)) {
    if (line.text === '') continue;
    if (line.text.startsWith('#')) addComment(draft, line.start, line.end);
    else djangoEnvironLine(draft, line);
  }
  return dialectContent(draft);
}

/** Where `str.splitlines` ends a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Python splits lines at
const SPLIT_LINES = /\r\n|[\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029]/g;

function djangoEnvironLine(draft: DialectDraft, line: DotenvLine): void {
  const match = /^(export )?([A-Za-z_0-9]+)=/.exec(line.text);
  if (!match) {
    addProblem(draft, line, 'This line is not `NAME=value`, so django-environ skips it');
    return;
  }
  const [lead = '', prefix = '', name = ''] = match;
  const keyStart = line.start + prefix.length;
  const outer = span(line.start + lead.length, line.end);
  const key = span(keyStart, keyStart + name.length);
  draft.entries.push(dialectEntry(name, key, djangoEnvironValue(draft.text, outer), line.start));
}

/** A value in single quotes whose text is in double quotes loses both. */
function djangoEnvironValue(text: string, outer: Span): Scalar {
  const written = text.slice(outer.start, outer.end);
  const isSingle = written.length >= 2 && written.startsWith("'") && written.endsWith("'");
  const inner = isSingle ? written.slice(1, -1) : written;
  const isDouble = inner.length >= 2 && inner.startsWith('"') && inner.endsWith('"');
  const data = isDouble ? inner.slice(1, -1).replace(/\\(.)/gsu, keptEscape) : inner;
  return plainScalar(data, outer, isSingle ? 'single' : isDouble ? 'double' : 'none');
}

function keptEscape(whole: string, letter: string): string {
  return letter === 'r' || letter === 'n' || letter === 't' ? whole : letter;
}
