import type { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

/** One `# crossfade: ignore[rule] -- reason` comment; its mark is the file's. */
export interface Ignore {
  readonly scope: 'line' | 'file';
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  readonly reason: string | undefined;
  /** The comment, from its mark to its end. */
  readonly span: Span;
  /** Lines it speaks for, zero-based; empty for the whole file. */
  readonly lines: readonly number[];
}

/** A comment as every language's parser gives it. */
export interface CommentLike {
  readonly span: Span;
  readonly ownLine: boolean;
}

/** Matches the head alone: one pattern for the whole comment takes time in the cube of its length. */
const IGNORE = /^(?:#|;|\/\/)[ \t]*crossfade:[ \t]*(ignore-file|ignore)(?![\w-])(?:\[([^\]]*)\])?/;

/** The ignore comments of a file. A comment that stands alone on its line speaks for the next line too. */
export function ignoresOf(
  text: string,
  comments: readonly CommentLike[],
  lines: LineIndex,
): readonly Ignore[] {
  const ignores: Ignore[] = [];
  for (const comment of comments) {
    const written = text.slice(comment.span.start, comment.span.end);
    const match = IGNORE.exec(written);
    if (!match) continue;
    const rest = written.slice(match[0].length).trim();
    if (rest !== '' && !rest.startsWith('--')) continue;
    const line = lines.position(comment.span.start).line;
    ignores.push({
      scope: match[1] === 'ignore-file' ? 'file' : 'line',
      rules: namedRules(written, match[2], comment.span.start),
      reason: rest.slice(2).trim() || undefined,
      span: comment.span,
      lines: match[1] === 'ignore-file' ? [] : comment.ownLine ? [line, line + 1] : [line],
    });
  }
  return ignores;
}

function namedRules(written: string, list: string | undefined, start: number): Ignore['rules'] {
  if (list === undefined) return [];
  let offset = start + written.indexOf('[') + 1;
  return list.split(',').flatMap((part) => {
    const id = part.trim();
    const from = offset + part.indexOf(id);
    offset += part.length + 1;
    return id === '' ? [] : [{ id, span: { start: from, end: from + id.length } }];
  });
}

/** True when the comment hides a finding of this rule on this line. A comment without a reason hides nothing. */
export function hides(ignore: Ignore, rule: string, line: number): boolean {
  if (ignore.reason === undefined) return false;
  if (!ignore.rules.some((it) => it.id === rule)) return false;
  return ignore.scope === 'file' || ignore.lines.includes(line);
}
