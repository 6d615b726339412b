/** What a name stands for. `undefined`: nothing says whether it is set. `unset`: it is not. */
export type LookUp = (name: string) => Known | undefined;

export type Known = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unset' };

/** What compose makes of a text. */
export type Interpolated =
  | { readonly kind: 'text'; readonly text: string }
  /** It depends on the shell that starts compose. */
  | { readonly kind: 'unknown' }
  /** Compose does not start. */
  | { readonly kind: 'refused'; readonly reason: string };

/** compose-go's pattern: in a braced reference with an operator it takes all up to the last brace of the line. */
const REFERENCE =
  /\$(?:(?<escaped>\$)|(?<named>[_a-z][_a-z0-9]*)|\{(?:(?<braced>[_a-z][_a-z0-9]*(?::?[-+?].*)?)\}|(?<invalid>)))/gi;

const OPERATORS = [':?', '?', ':-', '-', ':+', '+'] as const;
type Operator = (typeof OPERATORS)[number];

/** References in references that are followed. */
const DEEPEST = 50;
/** Each reference that never closes is looked for up to the end of its line. */
const LONGEST = 1 << 14;

/**
 * Replaces `$NAME`, `${NAME}`, its operators `:-` `-` `:?` `?` `:+` `+` (with references in what follows them) and
 * `$$`, as compose-go 2.16 (`template.SubstituteWithOptions`). A name that `lookUp` does not know is unknown, but for
 * the default beside it: that is what the file says it is.
 */
export function interpolate(text: string, lookUp: LookUp, depth = 0): Interpolated {
  if (!text.includes('$')) return { kind: 'text', text };
  if (depth > DEEPEST || text.length > LONGEST) return { kind: 'unknown' };
  let result = '';
  let end = 0;
  let unknown = false;
  for (const match of text.matchAll(REFERENCE)) {
    const piece = replaced(match[0], lookUp, depth);
    if (piece.kind === 'refused') return piece;
    if (piece.kind === 'unknown') unknown = true;
    else result += text.slice(end, match.index) + piece.text;
    end = match.index + match[0].length;
  }
  return unknown ? { kind: 'unknown' } : { kind: 'text', text: result + text.slice(end) };
}

/** The name that a text consists of and nothing else: `$NAME`, `${NAME}`, also with an operator behind it. */
export function onlyName(text: string): string | undefined {
  const match = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-?][^{}]*)?\})$/.exec(text);
  return match?.[1] ?? match?.[2];
}

/** Every name that a text refers to, in whatever place. */
export function referencedNames(text: string): readonly string[] {
  return [...text.matchAll(/\$(?:\$|\{?([A-Za-z_]\w*))/g)].flatMap((it) => it[1] ?? []);
}

/** One match of the pattern, with what it took that lies behind its own closing brace. */
function replaced(match: string, lookUp: LookUp, depth: number): Interpolated {
  const closing = closingBrace(match);
  const own = closing < 0 ? match : match.slice(0, closing + 1);
  const rest = closing < 0 ? '' : match.slice(closing + 1);
  const groups = new RegExp(REFERENCE.source, 'i').exec(own)?.groups;
  if (groups?.escaped) return { kind: 'text', text: '$' };
  const name = groups?.named ?? groups?.braced;
  if (!name)
    return { kind: 'refused', reason: 'a `$` that starts no reference; a plain one is written `$$`' };
  const operator = groups?.named === undefined ? operatorOf(match) : undefined;
  const at = operator === undefined ? -1 : name.indexOf(operator);
  if (operator === undefined || at < 0) return plain(name, lookUp);
  const value = applied(name.slice(0, at), operator, name.slice(at + operator.length), lookUp, depth);
  if (value.kind !== 'text') return value;
  const behind = interpolate(rest, lookUp, depth + 1);
  return behind.kind === 'text' ? { kind: 'text', text: value.text + behind.text } : behind;
}

function plain(name: string, lookUp: LookUp): Interpolated {
  const known = lookUp(name);
  if (known === undefined) return { kind: 'unknown' };
  return known.kind === 'text' ? known : { kind: 'text', text: '' };
}

function applied(
  name: string,
  operator: Operator,
  operand: string,
  lookUp: LookUp,
  depth: number,
): Interpolated {
  const known = lookUp(name);
  const text = known?.kind === 'text' ? known.text : undefined;
  const stands = text !== undefined && (text !== '' || !operator.startsWith(':'));
  switch (operator) {
    case ':-':
    case '-':
      return stands ? { kind: 'text', text } : interpolate(operand, lookUp, depth + 1);
    case ':+':
    case '+':
      if (known === undefined) return { kind: 'unknown' };
      return stands ? interpolate(operand, lookUp, depth + 1) : { kind: 'text', text: text ?? '' };
    case ':?':
      if (stands) return { kind: 'text', text };
      return known === undefined ? { kind: 'unknown' } : missing(name);
    case '?':
      if (text !== undefined) return { kind: 'text', text };
      return known === undefined ? { kind: 'unknown' } : missing(name);
  }
}

function missing(name: string): Interpolated {
  return { kind: 'refused', reason: `\`${name}\` is required and has no value` };
}

/** The operator that stands first in the whole match. */
function operatorOf(text: string): Operator {
  let first: Operator = ':?';
  let at = Number.POSITIVE_INFINITY;
  for (const operator of OPERATORS) {
    const here = text.indexOf(operator);
    if (here >= 0 && here < at) {
      first = operator;
      at = here;
    }
  }
  return first;
}

/** The brace that closes the first one of a text; -1 where none does. */
function closingBrace(text: string): number {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '}') {
      open--;
      if (open === 0) return at;
    }
    if (text[at] === '{') {
      open++;
      at++;
    }
  }
  return -1;
}
