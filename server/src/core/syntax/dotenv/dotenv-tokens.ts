import type { Span } from '../../text/span.ts';
import { type DotenvStatement, type DotenvVersion, scanDotenv } from './dotenv-statement.ts';

/** One piece of a dotenv text. `skipped` is what python-dotenv does not read. */
export interface DotenvToken {
  readonly kind: 'space' | 'export' | 'key' | 'equals' | 'value' | 'comment' | 'skipped' | 'break';
  readonly span: Span;
}

/**
 * Every character of a dotenv text, in order: each token starts where the one before ended, so that their texts joined
 * give the text again. Empty values have no token.
 */
export function dotenvTokens(text: string, version: DotenvVersion = '1.2.4'): DotenvToken[] {
  const tokens: DotenvToken[] = [];
  for (const statement of scanDotenv(text, version)) pushTokens(tokens, statement);
  return tokens;
}

function pushTokens(tokens: DotenvToken[], it: DotenvStatement): void {
  let at = it.start;
  const upTo = (kind: DotenvToken['kind'], end: number) => {
    if (end > at) tokens.push({ kind, span: { start: at, end } });
    at = Math.max(at, end);
  };
  upTo('space', it.body);
  if (it.kind === 'skipped') upTo('skipped', it.bodyEnd);
  else {
    if (it.keyStart > it.body) upTo('export', it.body + 6);
    upTo('space', it.keyStart);
    upTo('key', it.keyEnd);
    upTo('space', it.equals);
    if (it.equals >= 0) upTo('equals', it.equals + 1);
    upTo('space', it.valueStart);
    upTo('value', it.valueEnd);
    upTo('space', it.comment);
    if (it.comment >= 0) upTo('comment', it.bodyEnd);
    upTo('space', it.bodyEnd);
  }
  upTo('break', it.end);
}
