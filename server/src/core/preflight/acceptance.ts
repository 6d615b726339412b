import type { Span } from '../text/span.ts';

/** One `# crossfade: accept[kind] -- reason` comment, well formed or not. */
export interface Acceptance {
  readonly kinds: readonly { readonly name: string; readonly span: Span }[];
  /** Undefined: it accepts nothing. */
  readonly reason: string | undefined;
  /** The comment, from its mark to its end. */
  readonly span: Span;
  readonly ownLine: boolean;
}

/** Matches the head alone: one pattern for the whole comment takes time in the cube of its length. */
const HEAD = /^(?:#|;|\/\/)[ \t]*crossfade:[ \t]*accept(?![\w-])(?:\[([^\]]*)\])?/;

/** What a comment accepts; undefined for any other comment. */
export function acceptanceIn(
  text: string,
  { span, ownLine }: { readonly span: Span; readonly ownLine: boolean },
): Acceptance | undefined {
  const written = text.slice(span.start, span.end);
  const match = HEAD.exec(written);
  if (!match) return undefined;
  const rest = written.slice(match[0].length).trim();
  const reason = rest.startsWith('--') ? rest.slice(2).trim() : '';
  return {
    kinds: namedKinds(written, match[1], span.start),
    reason: reason === '' ? undefined : reason,
    span,
    ownLine,
  };
}

function namedKinds(written: string, list: string | undefined, start: number): Acceptance['kinds'] {
  let offset = start + written.indexOf('[') + 1;
  return (list ?? '').split(',').flatMap((part) => {
    const name = part.trim();
    const from = offset + part.indexOf(name);
    offset += part.length + 1;
    return name === '' ? [] : [{ name, span: { start: from, end: from + name.length } }];
  });
}
