const UNSAFE = '\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029\\ufeff';
const IN_ONE_LINE = new RegExp(`[${UNSAFE}]`, 'gu');
const IN_LINES = new RegExp(`(?!\\t|\\r?\\n)[${UNSAFE}]`, 'gu');

/** Text from a file, made safe for a terminal and for one line: control and direction characters become visible. */
export function printable(text: string): string {
  return text.replace(IN_ONE_LINE, escaped);
}

/** The same for text of several lines, whose line ends and tabs stay as they are. */
export function printableLines(text: string): string {
  return text.replace(IN_LINES, escaped);
}

/**
 * A report in which no line is a command to a build's log (`::error::`, `##[group]`), whatever the files say. In JSON
 * the values stay the same.
 */
export function withoutLogCommands(report: string): string {
  return report.replace(/^([ \t]*):(?=:)/gm, '$1\\u003a').replaceAll('##[', '#\\u0023[');
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
