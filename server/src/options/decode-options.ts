import { DEFAULT_OPTIONS, type Options } from '../core/snapshot.ts';
import { nearest } from '../core/text/nearest.ts';
import { knownKeys, optionsSchema } from './options-schema.ts';

export interface OptionProblem {
  /** Keys and indexes that lead to what is wrong. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The key itself is wrong, not its value. */
  readonly atKey: boolean;
}

export interface DecodedOptions {
  /** What could be used; defaults elsewhere. */
  readonly options: Options;
  readonly problems: readonly OptionProblem[];
}

/** More mistakes than this are not looked for. */
const MAX_PROBLEMS = 100;

/** Decodes our own settings. A wrong part is left out, with a problem, and all else still counts. */
export function decodeOptions(input: unknown, ruleIds?: readonly string[]): DecodedOptions {
  const schema = optionsSchema(ruleIds);
  const problems: OptionProblem[] = [];
  let rest = input;
  while (problems.length < MAX_PROBLEMS) {
    const result = schema.safeParse(rest);
    if (result.success) return { options: withDefaults(result.data as Partial<Options>), problems };
    const found = result.error.issues.flatMap((issue) => problemsOf(issue, ruleIds));
    problems.push(...found);
    // From the last to the first, so that indexes of lists stay true.
    for (const problem of [...found].reverse()) rest = without(rest, problem.path);
  }
  return { options: DEFAULT_OPTIONS, problems };
}

function withDefaults(given: Partial<Options>): Options {
  return { ...DEFAULT_OPTIONS, ...given };
}

interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function problemsOf(issue: Issue, ruleIds: readonly string[] | undefined): readonly OptionProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => {
      const meant = nearest(key, knownKeys(path, ruleIds))[0];
      const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
      const what = path[0] === 'rules' ? 'is not a rule' : 'is not a setting of Crossfade';
      return { path: [...path, key], message: `\`${key}\` ${what}${hint}`, atKey: true };
    });
  }
  const name = path.filter((part) => typeof part === 'string').at(-1) ?? 'The configuration';
  return [{ path, message: `\`${name}\` needs ${issue.message}`, atKey: false }];
}

/** A copy without what stands at a path; nothing at all where the path is empty. */
function without(value: unknown, path: readonly (string | number)[]): unknown {
  const [first, ...others] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return {};
  if (Array.isArray(value)) {
    const index = Number(first);
    if (others.length === 0) return value.map((item, at) => (at === index ? REMOVED : item)).filter(isKept);
    return value.map((item, at) => (at === index ? without(item, others) : item));
  }
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, held] of Object.entries(value)) {
    if (key !== String(first)) copy[key] = held;
    else if (others.length > 0) copy[key] = without(held, others);
  }
  return copy;
}

const REMOVED = Symbol('removed');

function isKept(item: unknown): boolean {
  return item !== REMOVED;
}
