import { readInput } from './read-input.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** Answers by the ids of questions, from a JSON file or standard input; throws a usage error for anything else. */
export function readAnswers(file: string | undefined, terminal: Terminal): ReadonlyMap<string, string> {
  if (file === undefined) return new Map();
  const text = readInput(terminal, file);
  let answers: unknown;
  try {
    answers = JSON.parse(text);
  } catch {
    // The parser's own message quotes what it read.
    throw new UsageError(`\`${file}\` is not JSON; answers are a JSON object by the ids of questions`);
  }
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) {
    throw new UsageError(`\`${file}\` is not a JSON object by the ids of questions`);
  }
  return new Map(Object.entries(answers).map(([id, answer]) => [id, String(answer)]));
}
