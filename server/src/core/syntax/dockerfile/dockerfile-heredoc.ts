import { isGoSpace } from '../go-space.ts';

export interface Heredoc {
  readonly name: string;
  /** `<<-`: tabs before the closing name do not count. */
  readonly chomp: boolean;
}

/**
 * The texts that start below a line, in order: `<<NAME`, `<<-NAME`, `<<"NAME"`, a digit before it allowed. As BuildKit
 * v0.34 (`heredocsFromLine`), where the words are always escaped by the backslash.
 */
export function heredocNames(line: string): readonly Heredoc[] {
  if (!line.includes('<<')) return [];
  return wordsWithQuotes(line).flatMap((word) => {
    const match = /^\d*<<(-?)\s*([^<]+)$/.exec(word);
    const name = unquoted(match?.[2] ?? '');
    return name === '' || /\s/.test(name) ? [] : [{ name, chomp: match?.[1] === '-' }];
  });
}

/** Words as they are written, quotes and escapes kept; blanks after `<<` belong to the word. */
function wordsWithQuotes(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\' && quote !== "'") {
      word += line.slice(at, at + 2);
      at++;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      word += character;
    } else if (isGoSpace(line.charCodeAt(at))) {
      if (/<<[ \t\r]*$/.test(word)) word += character;
      else {
        if (word !== '') words.push(word);
        word = '';
      }
    } else {
      if (character === '"' || character === "'") quote = character;
      word += character;
    }
  }
  return word === '' ? words : [...words, word];
}

function unquoted(word: string): string {
  return word.replace(/\\(.)|["']/g, '$1').trim();
}
