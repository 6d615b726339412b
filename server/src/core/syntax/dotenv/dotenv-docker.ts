import { span } from '../../text/span.ts';
import { isGoSpace } from '../go-space.ts';
import {
  addComment,
  addProblem,
  type DialectContent,
  type DialectDraft,
  type DotenvLine,
  dialectContent,
  dialectDraft,
  dialectEntry,
  linesOf,
  plainScalar,
} from './dotenv-lines.ts';

/** What differs between the two programs that read so. */
interface Reading {
  readonly program: string;
  /** Why a name is refused, in words that follow the name; undefined for a good one. */
  readonly fault: (name: string) => string | undefined;
  /** What becomes of a file with a line of 64 KiB or more. */
  readonly tooLong: 'refuses' | 'skips';
}

const DOCKER: Reading = {
  program: '`docker run`',
  fault: (name) => (/[ \t]/.test(name) ? 'holds a space' : undefined),
  tooLong: 'refuses',
};

const KUBECTL: Reading = {
  program: 'kubectl',
  fault: (name) =>
    /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) && name !== '.' && !name.startsWith('..')
      ? undefined
      : 'is not a valid name',
  tooLong: 'skips',
};

/**
 * What `docker run --env-file` reads (docker/cli 29, `pkg/kvfile`): everything behind the first `=` up to the end of
 * the line is the value, quotes and blanks included; a name alone takes the value of the shell.
 */
export function dockerRunContent(text: string): DialectContent {
  return goLines(text, DOCKER);
}

/**
 * What `kubectl create configmap --from-env-file` reads (kubectl 0.37, `env_file.go`), and Kustomize's `envs`: as
 * `docker run` does, with the names that Kubernetes allows.
 */
export function kubectlContent(text: string): DialectContent {
  return goLines(text, KUBECTL);
}

/** The longest line that `bufio.Scanner` of Go takes, in bytes. */
const LONGEST_LINE = 65_535;

function goLines(text: string, reading: Reading): DialectContent {
  const draft = dialectDraft(text);
  for (const line of linesOf(text, /\r?\n/g)) {
    if (line.text.length * 3 > LONGEST_LINE && bytesOf(line.text) > LONGEST_LINE) {
      const { program, tooLong } = reading;
      const result = tooLong === 'refuses' ? 'refuses the file' : 'stops reading here';
      const message = `This line is longer than 64 KiB, so ${program} ${result}`;
      addProblem(draft, span(line.start, line.start + 80), message, tooLong);
      break;
    }
    goLine(draft, line, reading);
  }
  return dialectContent(draft);
}

function goLine(draft: DialectDraft, line: DotenvLine, { program, fault }: Reading): void {
  const { text, entries } = draft;
  let start = line.start;
  while (start < line.end && isGoSpace(text.charCodeAt(start))) start++;
  // A carriage return without a line feed behind it is cut from the last line only.
  const end = line.end === text.length && text.charAt(line.end - 1) === '\r' ? line.end - 1 : line.end;
  if (start >= end) return;
  if (text.charAt(start) === '#') {
    addComment(draft, start, end);
    return;
  }
  const body = text.slice(start, end);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  if (name === '') {
    addProblem(
      draft,
      span(start, end),
      `No name stands before \`=\`, so ${program} refuses the file`,
      'refuses',
    );
    return;
  }
  const wrong = fault(name);
  if (wrong !== undefined) {
    addProblem(
      draft,
      span(start, start + name.length),
      `The name before \`=\` ${wrong}, so ${program} refuses the file`,
      'refuses',
    );
    return;
  }
  const key = span(start, start + name.length);
  const value = equals < 0 ? undefined : plainScalar(body.slice(equals + 1), span(key.end + 1, end));
  entries.push(dialectEntry(name, key, value));
}

/** The length of a text in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
