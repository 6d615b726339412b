import { toolVariables } from './given-json.ts';
import { isManifestText, manifestsIn, manifestVariables } from './given-manifests.ts';
import type { GivenVariables } from './given-variables.ts';

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
  const add = (argument: string, parse: (text: string, file: string) => GivenVariables) => {
    const { environment, file } = split(argument);
    const values = given.get(environment) ?? new Map();
    const text = read(file).replace(/^\uFEFF/, '');
    if (text.trim() === '') throw new GivenError(empty(file));
    const { variables, unresolved } = parse(text, file);
    for (const [name, value] of variables) values.set(name, value);
    const named = namesOnly.some((it) => split(it).environment === environment);
    if (unresolved.length > 0 && !named) throw new GivenError(notInIt(file, environment, unresolved));
    given.set(environment, values);
  };
  for (const argument of namesOnly) add(argument, parseNames);
  for (const argument of withValues) add(argument, parseEnvironment);
  return given;
}

/** What comes out of a command that failed must not count as an environment that sets nothing. */
function empty(file: string): string {
  const name = file === '-' ? 'standard input' : `\`${file}\``;
  return `${name} is empty, as after a command that failed; \`{}\` says that nothing is set`;
}

/** What was given counts as the whole process environment, so nothing of it may be left out in silence. */
function notInIt(file: string, environment: string, stores: readonly string[]): string {
  const named = stores.map((it) => `\`${it}\``).join(', ');
  return `\`${file}\` takes variables from ${named}, which it does not hold: print that too, or give the names in it with \`--names ${environment}=FILE\``;
}

function split(argument: string): { readonly environment: string; readonly file: string } {
  const match = /^([A-Za-z0-9_.-]+)=(.+)$/s.exec(argument);
  return match
    ? { environment: match[1] as string, file: match[2] as string }
    : { environment: 'development', file: argument };
}

/**
 * What a tool prints: a JSON object of texts or in a known shape, YAML manifests, or `KEY=VALUE` items separated by NUL
 * (as `env -0` prints) or else by line breaks.
 */
function parseEnvironment(text: string, file: string): GivenVariables {
  if (text.trimStart().startsWith('{')) return parseObject(text, file);
  if (isManifestText(text)) return manifestVariables(manifestsIn(text));
  const items = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/);
  const variables = items.flatMap((item) => {
    const equals = item.indexOf('=');
    return equals > 0 ? [[item.slice(0, equals), item.slice(equals + 1)] as const] : [];
  });
  if (variables.length === 0)
    throw new GivenError(
      `\`${file}\` holds no variable: \`KEY=VALUE\` lines, a JSON object or manifests are read`,
    );
  return { variables: new Map(variables), unresolved: [] };
}

function parseObject(text: string, file: string): GivenVariables {
  let object: Record<string, unknown>;
  try {
    object = JSON.parse(text);
  } catch {
    // The parser's own message quotes what it read.
    throw new GivenError(`\`${file}\` starts with \`{\` and is not a JSON object`);
  }
  const known = toolVariables(object);
  if (known) return known;
  const variables = Object.entries(object).map(([name, value]) => {
    if (typeof value === 'object')
      throw new GivenError(
        `\`${name}\` in \`${file}\` needs a text: a process environment holds nothing else`,
      );
    return [name, String(value)] as const;
  });
  return { variables: new Map(variables), unresolved: [] };
}

/** Names, one a line or separated by NUL; what follows an `=` is dropped. Of a tool's JSON or YAML, its names. */
function parseNames(text: string, file: string): GivenVariables {
  const structured = text.trimStart().startsWith('{') || isManifestText(text);
  const names = structured
    ? [...parseEnvironment(text, file).variables.keys()]
    : text.split(/[\0\r\n]+/).map((item) => item.split('=')[0]?.trim() ?? '');
  const found = names.filter((name) => name !== '').map((name) => [name, undefined] as const);
  return { variables: new Map(found), unresolved: [] };
}
