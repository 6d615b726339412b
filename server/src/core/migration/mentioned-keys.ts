import { sameEnvironment } from '../supply/environment-name.ts';
import { placeMeaning } from '../supply/place-environment.ts';
import type { MentionFacts, MigrationFacts } from './facts.ts';

/** A file that may set keys of a migration, and of which only the names in it are seen: a template, Helm values, a script. */
export interface MayHold {
  readonly path: string;
  /** One-based, of the first old key. */
  readonly line: number;
  /** The environment that its place names; undefined where it may be any. */
  readonly environment: string | undefined;
  /** Every key of the migration that it names. */
  readonly keys: ReadonlySet<string>;
}

/** Code, styles and pages in other languages: they may read a key, and set none. */
const PROGRAM =
  /\.(?:py|m?js|cjs|[mc]?ts|jsx|tsx|vue|svelte|astro|html?|go|rb|php|java|kt|scala|cs|rs|exs?|swift|dart|lua|pl)$/i;

/** The files that name one of these keys, and that may put it into a process environment. */
export function filesThatMayHold(
  { mentions }: Pick<MigrationFacts, 'mentions'>,
  keys: readonly string[],
): readonly MayHold[] {
  const byPath = new Map<string, MentionFacts[]>();
  for (const mention of mentions) {
    if (mention.prose || PROGRAM.test(mention.path)) continue;
    const known = byPath.get(mention.path);
    if (known) known.push(mention);
    else byPath.set(mention.path, [mention]);
  }
  return [...byPath].flatMap(([path, named]): readonly MayHold[] => {
    const first = named.find((it) => keys.includes(it.key));
    const { environment, role } = placeMeaning(path);
    if (first === undefined || role === 'tests') return [];
    return [{ path, line: first.line, environment, keys: new Set(named.map((it) => it.key)) }];
  });
}

/** The files that name an old key that is on its way out, and not every key that takes its place. */
export function filesWithoutNew(
  facts: Pick<MigrationFacts, 'mentions'>,
  { from, to }: { readonly from: readonly string[]; readonly to: readonly string[] },
): readonly MayHold[] {
  const leaving = from.filter((key) => !to.includes(key));
  const coming = to.filter((key) => !from.includes(key));
  if (leaving.length === 0 || coming.length === 0) return [];
  return filesThatMayHold(facts, leaving).filter(({ keys }) => coming.some((key) => !keys.has(key)));
}

/** Whether what a file sets may reach an environment: its place names that one, or none. */
export function mayReach({ environment }: MayHold, name: string): boolean {
  return environment === undefined || sameEnvironment(environment, name);
}

/** Environments that the places of such files name, and that nothing else shows. */
export function furtherEnvironments(
  files: readonly MayHold[],
  { environments }: Pick<MigrationFacts, 'environments'>,
): readonly string[] {
  const names = files.flatMap((it) => it.environment ?? []);
  const further = names.filter((name) => !environments.some((it) => sameEnvironment(it.name, name)));
  return [...new Set(further)];
}
