import { type Span, span } from '../../text/span.ts';
import { isGoSpace } from '../go-space.ts';
import type { DockerEscape, DockerInstruction } from './dockerfile-instructions.ts';

/** One `NAME=value` or `NAME` of an instruction; spans count from the start of its joined text, quotes included. */
export interface DockerPair {
  readonly name: Span;
  readonly value?: Span;
}

/** The pairs of an instruction, or the word that has no `=` where there has to be one. */
export type DockerPairs = { readonly pairs: readonly DockerPair[] } | { readonly fault: Span };

/**
 * The pairs of `ENV` or `ARG`. `ENV NAME any text` gives one pair, as long as the first word has no `=`; `ARG` may name
 * without a value. moby/buildkit v0.34, `parseNameVal` and `parseNameOrNameVal`.
 */
export function dockerPairs(instruction: DockerInstruction, escapeWith: DockerEscape): DockerPairs {
  const { joined, from, to, keyword } = instruction;
  const { text } = joined;
  const words = dockerWords(text, from, to, escapeWith);
  const [first] = words;
  if (keyword === 'ENV' && first && !text.slice(first.start, first.end).includes('='))
    return legacyPair(text, from, to);
  const pairs: DockerPair[] = [];
  for (const word of words) {
    const at = text.slice(word.start, word.end).indexOf('=');
    if (at < 0 && keyword === 'ENV') return { fault: word };
    pairs.push(
      at < 0
        ? { name: word }
        : { name: span(word.start, word.start + at), value: span(word.start + at + 1, word.end) },
    );
  }
  return { pairs };
}

function legacyPair(text: string, from: number, to: number): DockerPairs {
  const blanks = /[\t\v\f\r ]+/.exec(text.slice(from, to));
  if (blanks === null) return { fault: span(from, to) };
  const nameEnd = from + blanks.index;
  return { pairs: [{ name: span(from, nameEnd), value: span(nameEnd + blanks[0].length, to) }] };
}

/** The words between two offsets, with their quotes and escapes (`parseWords`). */
function dockerWords(text: string, from: number, to: number, escapeWith: DockerEscape): readonly Span[] {
  const words: Span[] = [];
  let start = -1;
  let quote = '';
  for (let at = from; at < to; at++) {
    const character = text.charAt(at);
    if (quote === '' && isGoSpace(text.charCodeAt(at))) {
      if (start >= 0) words.push(span(start, at));
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === escapeWith && quote !== "'") {
      if (at + 1 < to) at++;
      else if (start === at) start = -1;
    } else if (quote === '') {
      if (character === '"' || character === "'") quote = character;
    } else if (character === quote) quote = '';
  }
  if (start >= 0) words.push(span(start, to));
  return words;
}
