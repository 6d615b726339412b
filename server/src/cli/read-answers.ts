import { readInput } from './read-input.ts';
import { type Terminal, UsageError } from './terminal.ts';

/**
 * Answers by the ids of questions, from a file or standard input: a JSON object, or a line `ID=ANSWER` for each. Throws a
 * usage error for anything else; no message quotes what was read.
 */
export function readAnswers(file: string | undefined, terminal: Terminal): ReadonlyMap<string, string> {
  if (file === undefined) return new Map();
  const text = readInput(terminal, file).replace(/^\uFEFF/, '');
  const name = file === '-' ? 'standard input' : `\`${file}\``;
  if (text.trim() === '') throw new UsageError(`${name} is empty; ${ACCEPTED}`);
  const lines = /^\s*[[{"]/.test(text) ? undefined : linesIn(text);
  if (lines) return lines;
  let answers: unknown;
  try {
    answers = JSON.parse(text);
  } catch {
    throw new UsageError(`${name} is neither a JSON object nor lines; ${ACCEPTED}`);
  }
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) {
    throw new UsageError(`${name} is no JSON object; ${ACCEPTED}`);
  }
  return new Map(Object.entries(answers).map(([id, answer]) => [id, textOf(id, answer)]));
}

const ACCEPTED =
  'answers are a JSON object by the ids of questions, `{"owner": "team"}`, or a line `owner=team` for each';

/** Undefined where a line is neither empty, a comment nor an answer. One pair of quotes around an answer goes. */
function linesIn(text: string): ReadonlyMap<string, string> | undefined {
  const answers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, id, answer] = /^\s*([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (id === undefined || answer === undefined) return undefined;
    if (answers.has(id)) throw new UsageError(`\`${id}\` is answered twice`);
    answers.set(id, /^(["'])(.*)\1$/.exec(answer)?.[2] ?? answer);
  }
  return answers;
}

function textOf(id: string, answer: unknown): string {
  if (typeof answer === 'string' || typeof answer === 'number' || typeof answer === 'boolean')
    return String(answer);
  if (Array.isArray(answer) && answer.every((it) => typeof it === 'string')) return answer.join(',');
  throw new UsageError(`the answer to \`${id}\` is no text`);
}
