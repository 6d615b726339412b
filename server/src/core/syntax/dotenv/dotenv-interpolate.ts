import type { Entry } from '../document.ts';
import { dotenvVariables } from './dotenv-variables.ts';

/** The most characters that the interpolated values of one file may have together; what comes after is undecided. */
const MOST_CHARACTERS = 1 << 24;

/** What python-dotenv makes of one entry. */
export interface Interpolated {
  /** Undefined for a key without `=`, and where `undecided`. */
  readonly text: string | undefined;
  /** The names of the variables in the value, in order, each once. */
  readonly uses: readonly string[];
  /** True where values that double each other would grow without bound. */
  readonly undecided: boolean;
}

/**
 * The values of the entries of one file, given in file order, after interpolation, one result per entry: python-dotenv
 * 1.x, `resolve_variables` in `dotenv/main.py`. An undefined variable gives its default, else nothing; a key without
 * `=` counts as defined and gives nothing; there is no recursion.
 *
 * `environ` gives the text of a process environment variable. With `override` true (`dotenv_values`,
 * `load_dotenv(override=True)`) earlier entries win over `environ`, with false (`load_dotenv()`) `environ` wins.
 */
export function interpolate(
  entries: readonly Entry[],
  environ: (name: string) => string | undefined,
  options: { readonly override: boolean },
): Interpolated[] {
  const values = new Map<string, Interpolated>();
  let budget = MOST_CHARACTERS;
  const lookup = (name: string): Interpolated | undefined => {
    const earlier = values.get(name);
    if (earlier !== undefined && options.override) return earlier;
    const outside = environ(name);
    return outside === undefined ? earlier : { text: outside, uses: [], undecided: false };
  };
  return entries.map((entry) => {
    const result = resolveEntry(entry, lookup, budget);
    if (result.uses.length > 0) budget -= result.text?.length ?? 0;
    values.set(entry.key.name, result);
    return result;
  });
}

function resolveEntry(
  entry: Entry,
  lookup: (name: string) => Interpolated | undefined,
  budget: number,
): Interpolated {
  const data = entry.value?.kind === 'scalar' ? entry.value.data : undefined;
  if (data?.kind !== 'str') return { text: undefined, uses: [], undecided: false };
  const variables = dotenvVariables(data.value);
  if (variables.length === 0) return { text: data.value, uses: [], undecided: false };
  const uses = [...new Set(variables.map((variable) => variable.name))];
  let text = '';
  let at = 0;
  for (const { name, default: fallback, span } of variables) {
    const found = lookup(name);
    if (found?.undecided) return { text: undefined, uses, undecided: true };
    text += data.value.slice(at, span.start) + (found === undefined ? (fallback ?? '') : (found.text ?? ''));
    at = span.end;
    if (text.length > budget) return { text: undefined, uses, undecided: true };
  }
  text += data.value.slice(at);
  if (text.length > budget) return { text: undefined, uses, undecided: true };
  return { text, uses, undecided: false };
}
