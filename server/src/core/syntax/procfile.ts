import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { type Span, span } from '../text/span.ts';
import { type AssignmentContent, type AssignmentStatement, assignmentFormat } from './assignment-format.ts';
import type { Comment, Format, Problem } from './document.ts';
import { shellCommands } from './shell/shell-commands.ts';
import { assignmentOf, type ShellAssignment, writtenValues } from './shell.ts';

/**
 * Procfiles (Heroku, foreman, honcho): one process a line, `name: command`. The entries are the assignments in front of
 * a command, as the shell that runs it reads them.
 */
export const procfile: Format = assignmentFormat({
  name: 'procfile',
  matches: isProcfilePath,
  read: procfileContent,
  contentOf: (file) => procfileOf(file),
  values: writtenValues,
  // Without a command there is nothing to put it in front of.
  statement: () => undefined,
  comment: '#',
});

/** `Procfile` and `Procfile.NAME`. */
export function isProcfilePath(path: string): boolean {
  return /(?:^|\/)Procfile(?:\.[\w-]+)?$/.test(path);
}

export interface ProcfileContent extends AssignmentContent {
  readonly processes: readonly Process[];
}

export interface Process {
  readonly name: string;
  readonly nameSpan: Span;
  /** With its assignments. */
  readonly command: string;
  readonly values: readonly ShellAssignment[];
}

/** What a file holds, read once per version of it: its document has the same entries. */
export const procfileOf: (file: SourceFile) => ProcfileContent = memo((file) => procfileContent(file.text));

/** Reads a Procfile. Lines of another form are passed over, as foreman and honcho do. */
function procfileContent(text: string): ProcfileContent {
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  const statements: AssignmentStatement[] = [];
  const processes: Process[] = [];
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const [written] = line;
    const match = /^([A-Za-z0-9_-]+):[ \t]*(?=\S)/.exec(written);
    if (/^\s*#/.test(written)) {
      const start = line.index + written.indexOf('#');
      const content = text.slice(start, line.index + written.trimEnd().length);
      comments.push({
        span: span(start, start + content.length),
        text: content.slice(1).trim(),
        ownLine: true,
      });
    }
    if (match === null) continue;
    const start = line.index + match[0].length;
    const end = line.index + written.trimEnd().length;
    const values = inFront(text, start, end, problems);
    const entries = values.map((it) => it.entry);
    if (entries.length > 0) statements.push({ span: span(line.index, end), entries, whole: false });
    const name = match[1] ?? '';
    const nameSpan = span(line.index, line.index + name.length);
    processes.push({ name, nameSpan, command: text.slice(start, end), values });
  }
  const entries = statements.flatMap((it) => it.entries);
  return {
    processes,
    statements,
    comments,
    problems,
    root: { kind: 'mapping', span: span(0, text.length), entries },
  };
}

/** The assignments in front of the commands of a line, `env` passed over. */
function inFront(text: string, from: number, to: number, problems: Problem[]): readonly ShellAssignment[] {
  const { commands, fault } = shellCommands(text, from, to);
  if (fault) {
    const message = 'What opens here is never closed, so no shell reads what follows';
    problems.push({ kind: 'syntax', span: span(fault.at, fault.at + 1), message });
  }
  return commands.flatMap(({ words }) => {
    const values: ShellAssignment[] = [];
    for (const [index, word] of words.entries()) {
      const found = assignmentOf(text, word);
      const isPrefix = index === 0 && /^(?:env|export)$/.test(text.slice(word.span.start, word.span.end));
      if (found) values.push(found);
      else if (!isPrefix) break;
    }
    return values;
  });
}
