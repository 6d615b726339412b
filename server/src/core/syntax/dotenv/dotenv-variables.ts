import type { Span } from '../../text/span.ts';

/** A `${NAME}` or `${NAME:-default}` in a text; the span counts from the start of that text. */
export interface DotenvVariable {
  readonly name: string;
  readonly default: string | undefined;
  readonly span: Span;
}

/**
 * The variables of a text as python-dotenv 1.x (`dotenv/variables.py`) finds them, from left to right: a name is
 * anything without `}` and `:`, a default anything without `}`; there is no escape and no nesting. Linear in the length
 * of the text, also where no variable is closed.
 */
export function dotenvVariables(text: string): DotenvVariable[] {
  const found: DotenvVariable[] = [];
  let colon = -1;
  let close = -1;
  let open = text.indexOf('${');
  while (open >= 0) {
    const from = open + 2;
    if (close < from) close = text.indexOf('}', from);
    if (close < 0) break;
    if (colon < from) colon = after(text, ':', from);
    if (colon > close) found.push(variable(text, open, close, close));
    else if (text.charCodeAt(colon + 1) === 45) found.push(variable(text, open, colon, close));
    else {
      open = text.indexOf('${', open + 1);
      continue;
    }
    open = text.indexOf('${', close + 1);
  }
  return found;
}

function after(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

function variable(text: string, open: number, nameEnd: number, close: number): DotenvVariable {
  return {
    name: text.slice(open + 2, nameEnd),
    default: nameEnd === close ? undefined : text.slice(nameEnd + 2, close),
    span: { start: open, end: close + 1 },
  };
}
