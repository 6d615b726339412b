/** Names of one environment, `undefined` where only the name is known. */
export type GivenEnvironment = ReadonlyMap<string, string | undefined>;

/** A process environment that cannot be understood. The message holds nothing of what was given. */
export class GivenError extends Error {}

/**
 * Reads `--process-env [NAME=]FILE|-` and `--names [NAME=]FILE|-`. The environment is `development` when none is
 * named.
 * @param read the text of a file, or of standard input for `-`
 */
export function readGiven(
  withValues: readonly string[],
  namesOnly: readonly string[],
  read: (file: string) => string,
): ReadonlyMap<string, GivenEnvironment> {
  const given = new Map<string, Map<string, string | undefined>>();
  const add = (
    argument: string,
    parse: (text: string, file: string) => Iterable<readonly [string, string | undefined]>,
  ) => {
    const { environment, file } = split(argument);
    const values = given.get(environment) ?? new Map();
    for (const [name, value] of parse(read(file).replace(/^\uFEFF/, ''), file)) values.set(name, value);
    given.set(environment, values);
  };
  for (const argument of namesOnly) add(argument, parseNames);
  for (const argument of withValues) add(argument, parseEnvironment);
  return given;
}

function split(argument: string): { readonly environment: string; readonly file: string } {
  const match = /^([A-Za-z0-9_.-]+)=(.+)$/s.exec(argument);
  return match
    ? { environment: match[1] as string, file: match[2] as string }
    : { environment: 'development', file: argument };
}

/** A JSON object of texts, or `KEY=VALUE` items separated by NUL (as `env -0` prints) or else by line breaks. */
function parseEnvironment(text: string, file: string): readonly (readonly [string, string])[] {
  if (text.trimStart().startsWith('{')) return parseObject(text, file);
  const items = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/);
  return items.flatMap((item) => {
    const equals = item.indexOf('=');
    return equals > 0 ? [[item.slice(0, equals), item.slice(equals + 1)] as const] : [];
  });
}

function parseObject(text: string, file: string): readonly (readonly [string, string])[] {
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    // The parser's own message quotes what it read.
    throw new GivenError(`\`${file}\` starts with \`{\` and is not a JSON object`);
  }
  return Object.entries(object as Record<string, unknown>).map(([name, value]) => {
    if (typeof value === 'object')
      throw new GivenError(
        `\`${name}\` in \`${file}\` needs a text: a process environment holds nothing else`,
      );
    return [name, String(value)] as const;
  });
}

/** Names, one a line or separated by NUL; what follows an `=` is dropped. */
function parseNames(text: string): readonly (readonly [string, undefined])[] {
  return text
    .split(/[\0\r\n]+/)
    .map((item) => item.split('=')[0]?.trim() ?? '')
    .filter((name) => name !== '')
    .map((name) => [name, undefined] as const);
}
