import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { span } from '../text/span.ts';
import { type AssignmentContent, type AssignmentStatement, assignmentFormat } from './assignment-format.ts';
import { str } from './data.ts';
import { type DockerPart, dockerValue } from './dockerfile/dockerfile-expand.ts';
import {
  type DockerEscape,
  type DockerInstruction,
  dockerInstructions,
} from './dockerfile/dockerfile-instructions.ts';
import { dockerProblem } from './dockerfile/dockerfile-problem.ts';
import { type DockerPair, dockerPairs } from './dockerfile/dockerfile-words.ts';
import type { Document, Entry, Format, Problem, Scalar, TextPart } from './document.ts';
import { spanInFile } from './joined-text.ts';

/**
 * Dockerfiles as moby/buildkit v0.34 reads them. The entries are the assignments of all `ENV` and `ARG`, whatever their
 * stage; those of `ONBUILD` are left out. A value is the text before variables are replaced, quotes and escapes decoded.
 */
export const dockerfile: Format = assignmentFormat({
  name: 'dockerfile',
  matches: isDockerfilePath,
  read: dockerfileContent,
  contentOf: (file) => dockerfileOf(file),
  values: writtenValues,
  statement: (name, source, near) => `${keywordOf(near)} ${name}=${source}`,
  comment: '#',
  place: ({ file }) => placeOfFirst(file.text),
});

/** `Dockerfile`, `Dockerfile.NAME`, `NAME.dockerfile`, and the same with `Containerfile`. */
export function isDockerfilePath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (
    /\.(?:dockerignore|env|ya?ml|toml|json|jsonc|ini|cfg|sh|bash|py|md|txt|j2|jinja2?|tmpl|tpl|bak|orig)$/i.test(
      name,
    )
  )
    return false;
  return /^(?:Dockerfile|Containerfile)(?:[.-].+)?$|\.(?:dockerfile|containerfile)$/i.test(name);
}

/** The entries of one instruction, in order, with what they were read from. */
export interface DockerStatement extends AssignmentStatement {
  readonly instruction: DockerInstruction;
  readonly values: readonly DockerAssignment[];
}

export interface DockerAssignment {
  readonly entry: Entry;
  readonly name: readonly DockerPart[];
  readonly value?: readonly DockerPart[];
}

/** What a Dockerfile holds. */
export interface DockerfileContent extends AssignmentContent {
  readonly escapeWith: DockerEscape;
  readonly instructions: readonly DockerInstruction[];
  readonly statements: readonly DockerStatement[];
}

/** What a file holds, read once per version of it: its document has the same entries. */
export const dockerfileOf: (file: SourceFile) => DockerfileContent = memo((file) =>
  dockerfileContent(file.text),
);

/** Reads a Dockerfile. */
export function dockerfileContent(text: string): DockerfileContent {
  const { escapeWith, instructions, comments, problems } = dockerInstructions(text);
  const found: Problem[] = [...problems, ...instructions.flatMap((it) => dockerProblem(it) ?? [])];
  const statements = instructions.flatMap((it) =>
    it.keyword === 'ENV' || it.keyword === 'ARG' ? [statementOf(it, escapeWith, found)] : [],
  );
  const entries = statements.flatMap((it) => it.entries);
  return {
    escapeWith,
    instructions,
    statements,
    comments,
    problems: found.sort((a, b) => a.span.start - b.span.start),
    root: { kind: 'mapping', span: span(0, text.length), entries },
  };
}

function statementOf(
  instruction: DockerInstruction,
  escapeWith: DockerEscape,
  problems: Problem[],
): DockerStatement {
  const { joined, keyword } = instruction;
  const found = dockerPairs(instruction, escapeWith);
  const values: DockerAssignment[] = [];
  if ('fault' in found) {
    const at = spanInFile(joined, found.fault.start, found.fault.end);
    const message = `\`${keyword}\` gives a name without \`=\` and a value, so the image cannot be built`;
    problems.push({ kind: 'syntax', span: at.end > at.start ? at : instruction.keywordSpan, message });
  } else {
    for (const pair of found.pairs) {
      const assignment = assignmentOf(instruction, pair, escapeWith, problems);
      if (assignment) values.push(assignment);
    }
  }
  return { instruction, values, entries: values.map((it) => it.entry), span: instruction.span, whole: true };
}

function assignmentOf(
  { joined }: DockerInstruction,
  pair: DockerPair,
  escapeWith: DockerEscape,
  problems: Problem[],
): DockerAssignment | undefined {
  const written = joined.text.slice(pair.name.start, pair.name.end);
  const name = dockerValue(written, escapeWith);
  const raw = pair.value && joined.text.slice(pair.value.start, pair.value.end);
  const value = raw === undefined ? undefined : dockerValue(raw, escapeWith);
  const fault = 'fault' in name ? name.fault : value && 'fault' in value ? value.fault : undefined;
  const keySpan = spanInFile(joined, pair.name.start, pair.name.end);
  if (fault !== undefined || 'fault' in name || written === '') {
    const what = fault === undefined ? 'A value has no name' : `The value of \`${written}\` ${fault}`;
    const message = `${what}, so the image cannot be built`;
    const whole = spanInFile(joined, pair.name.start, pair.value?.end ?? pair.name.end);
    if (whole.end > whole.start) problems.push({ kind: 'syntax', span: whole, message });
    return undefined;
  }
  const label = asWritten(name.parts, written);
  const key = { name: label, span: keySpan, data: str(label) };
  if (pair.value === undefined || raw === undefined || value === undefined || 'fault' in value)
    return { name: name.parts, entry: { key, span: keySpan } };
  const scalar = scalarOf(joined, pair.value, raw, value.parts);
  return {
    name: name.parts,
    value: value.parts,
    entry: { key, value: scalar, span: spanInFile(joined, pair.name.start, pair.value.end) },
  };
}

function scalarOf(
  joined: DockerInstruction['joined'],
  at: { readonly start: number; readonly end: number },
  raw: string,
  parts: readonly DockerPart[],
): Scalar {
  const start = at.end > at.start ? spanInFile(joined, at.start, at.end) : emptyAfter(joined, at.start);
  const quote = /^"(?:[^"\\`]|[\\`].)*"$/s.test(raw) ? 'double' : /^'[^']*'$/.test(raw) ? 'single' : 'none';
  const content = quote === 'none' ? start : span(start.start + 1, start.end - 1);
  const scalar: Scalar = { kind: 'scalar', span: start, content, quote, data: str(asWritten(parts, raw)) };
  if (parts.every((it) => it.kind === 'text')) return scalar;
  return { ...scalar, parts: parts.map((it) => partInFile(joined, at.start, it)) };
}

/** The place of an empty value: right after the `=`, which may be the last character of a line that goes on. */
function emptyAfter(joined: DockerInstruction['joined'], at: number) {
  const { end } = spanInFile(joined, at - 1, at);
  return span(end, end);
}

function partInFile(joined: DockerInstruction['joined'], offset: number, part: DockerPart): TextPart {
  if (part.kind === 'text') return part;
  const at = spanInFile(joined, offset + part.start, offset + part.end);
  const [word] = part.kind === 'variable' ? part.word : [];
  const isDefault = part.kind === 'variable' && part.operator.endsWith('-') && part.word.length <= 1;
  if (!isDefault || word?.kind === 'variable') return { kind: 'variable', name: part.name, span: at };
  return { kind: 'variable', name: part.name, default: word?.kind === 'text' ? word.text : '', span: at };
}

/** The text with its variables as they are written. */
function asWritten(parts: readonly DockerPart[], raw: string): string {
  return parts.map((it) => (it.kind === 'text' ? it.text : raw.slice(it.start, it.end))).join('');
}

function* writtenValues(text: string, quote: Scalar['quote'], { file }: Document): Generator<string> {
  const { escapeWith } = dockerInstructions(file.text);
  const double = `"${text.replace(escapeWith === '`' ? /["$`]/g : /["$\\]/g, (it) => escapeWith + it)}"`;
  const single = `'${text}'`;
  if (quote === 'none' && /^[\w.,:/@%+=~-]*$/.test(text)) yield text;
  if (quote === 'single') yield single;
  yield double;
  yield single;
  yield text;
}

function keywordOf(near: string | undefined): string {
  const keyword = /^(?:env|arg)\b/i.exec(near ?? '')?.[0] ?? 'ENV';
  return keyword;
}

/** The first `ENV` of a file goes below its last `FROM`, else to the end. */
function placeOfFirst(text: string) {
  const from = dockerInstructions(text).instructions.findLast((it) => it.keyword === 'FROM');
  const lineBreak = from === undefined ? -1 : text.indexOf('\n', from.span.end);
  return { at: lineBreak < 0 ? text.length : lineBreak + 1, text: (line: string) => line };
}
