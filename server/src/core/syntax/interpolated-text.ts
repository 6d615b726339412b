import type { TextPart, VariablePart } from './document.ts';

/** What is known of a variable that a text refers to. */
export type KnownVariable =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unset' }
  /** Nothing that is seen sets it, though something may: a default counts, else the text is unknown. */
  | { readonly kind: 'unseen'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What the pieces of a text give. `refused`: the loader gives the whole file up. */
export type InterpolatedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Defaults inside defaults are followed so far. */
const DEEPEST = 16;

/**
 * Joins the pieces of a text.
 * @param lookup what a variable holds at this place, by its exact name
 * @param longest the most characters that the result may have; a longer one is unknown
 */
export function interpolatedText(
  parts: readonly TextPart[],
  lookup: (name: string) => KnownVariable,
  longest: number = Number.POSITIVE_INFINITY,
  depth = 0,
): InterpolatedText {
  if (depth > DEEPEST) return { kind: 'unknown', reason: `defaults are nested more than ${DEEPEST} deep` };
  let text = '';
  for (const part of parts) {
    const piece = pieceOf(part, lookup, longest, depth);
    if (piece.kind !== 'text') return piece;
    text += piece.text;
    if (text.length > longest) return { kind: 'unknown', reason: 'the interpolated values are too long' };
  }
  return { kind: 'text', text };
}

function pieceOf(
  part: TextPart,
  lookup: (name: string) => KnownVariable,
  longest: number,
  depth: number,
): InterpolatedText {
  switch (part.kind) {
    case 'text':
      return { kind: 'text', text: part.text };
    case 'command':
      return { kind: 'unknown', reason: 'a shell would have to be run to know it' };
    case 'refused':
      return { kind: 'refused', reason: part.message };
    case 'variable': {
      const found = lookup(part.name);
      if (found.kind === 'unknown') return found;
      const word = (): InterpolatedText => interpolatedText(part.word ?? [], lookup, longest, depth + 1);
      return variableText(part, found, word);
    }
  }
}

function variableText(
  { name, operator, default: fallback }: VariablePart,
  found: Exclude<KnownVariable, { kind: 'unknown' }>,
  word: () => InterpolatedText,
): InterpolatedText {
  const hasDefault = fallback !== undefined || operator === '-' || operator === ':-';
  if (found.kind === 'unseen' && !hasDefault) return { kind: 'unknown', reason: found.reason };
  const own: InterpolatedText = { kind: 'text', text: found.kind === 'text' ? found.text : '' };
  if (operator === undefined)
    return found.kind !== 'text' && fallback !== undefined ? { kind: 'text', text: fallback } : own;
  const isSet = found.kind === 'text' && !(operator.startsWith(':') && found.text === '');
  switch (operator) {
    case '-':
    case ':-':
      return isSet ? own : word();
    case '+':
    case ':+':
      return isSet ? word() : { kind: 'text', text: '' };
    default:
      return isSet ? own : { kind: 'refused', reason: `\`${name}\` is required here and not set` };
  }
}
