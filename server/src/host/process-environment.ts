import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Names of one environment, `undefined` where only the name is known. */
export type GivenEnvironment = ReadonlyMap<string, string | undefined>;

/**
 * Reads `--process-env [NAME=]FILE|-` and `--names [NAME=]FILE|-`. The environment is `development` when none is
 * named. Throws the operating system's error when a file cannot be read.
 */
export function readGiven(
  withValues: readonly string[],
  namesOnly: readonly string[],
  folder: string,
  readStdin: () => string,
): ReadonlyMap<string, GivenEnvironment> {
  const given = new Map<string, Map<string, string | undefined>>();
  const add = (
    argument: string,
    parse: (text: string) => Iterable<readonly [string, string | undefined]>,
  ) => {
    const { environment, file } = split(argument);
    const text = file === '-' ? readStdin() : readFileSync(resolve(folder, file), 'utf8');
    const values = given.get(environment) ?? new Map();
    for (const [name, value] of parse(text)) values.set(name, value);
    given.set(environment, values);
  };
  for (const argument of namesOnly) add(argument, parseNames);
  for (const argument of withValues) add(argument, parseEnvironment);
  return given;
}

function split(argument: string): { readonly environment: string; readonly file: string } {
  const match = /^([A-Za-z0-9_.-]+)=(.+)$/.exec(argument);
  return match
    ? { environment: match[1] as string, file: match[2] as string }
    : { environment: 'development', file: argument };
}

/** A JSON object of texts, or `KEY=VALUE` items separated by NUL (as `env -0` prints) or else by line breaks. */
export function parseEnvironment(text: string): readonly (readonly [string, string])[] {
  if (text.trimStart().startsWith('{')) {
    const object: unknown = JSON.parse(text);
    return Object.entries(object as Record<string, unknown>).map(
      ([name, value]) => [name, String(value)] as const,
    );
  }
  const items = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/);
  return items.flatMap((item) => {
    const equals = item.indexOf('=');
    return equals > 0 ? [[item.slice(0, equals), item.slice(equals + 1)] as const] : [];
  });
}

/** Names, one a line or separated by NUL; what follows an `=` is dropped. */
export function parseNames(text: string): readonly (readonly [string, undefined])[] {
  return text
    .split(/[\0\r\n]+/)
    .map((item) => item.split('=')[0]?.trim() ?? '')
    .filter((name) => name !== '')
    .map((name) => [name, undefined] as const);
}
