import { behindComment } from './json-scan.ts';

/** Steps over blanks, line breaks and comments. */
export function skipJsonTrivia(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || (code >= 9 && code <= 13)) at++;
    else if (code === 47 && behindComment(text, at) > at + 1) at = behindComment(text, at);
    else break;
  }
  return at;
}

/** The end of the last comment between two offsets; the first offset where there is none. */
export function triviaEnd(text: string, from: number, before: number): number {
  let end = from;
  for (let at = from; at < before; ) {
    if (text.charCodeAt(at) !== 47) at++;
    else {
      at = behindComment(text, at);
      end = Math.min(at, before);
    }
  }
  return end;
}

/** Behind a comment that ends the line of an offset, else that offset. */
export function behindLineComment(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at++;
  if (text.charAt(at) !== '/') return from;
  const end = behindComment(text, at);
  const oneLine = !/[\r\n]/.test(text.slice(at, end));
  const following = text.charAt(end);
  return oneLine && (following === '' || following === '\n' || following === '\r') ? end : from;
}
