import type { Environment } from '../binding/environment.ts';
import type { Fix } from '../rules/finding.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { asConfigured, configurationPlace, environmentEdits } from './configure-environment.ts';

/**
 * Ways to say in the configuration which dotenv files an environment reads where that is guessed, the guess first.
 * Empty where nothing is guessed, or where what is guessed is something else.
 */
export function writtenGuesses(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): readonly Fix[] {
  const place = configurationPlace(snapshot, schema.place.path, schema.service);
  return guessedFiles(environment).flatMap((paths): readonly Fix[] => {
    const written = paths.map((it) => asConfigured(place, it));
    const edits = environmentEdits(snapshot, place, environment.name, { key: 'dotenv', items: written });
    if (edits.length === 0) return [];
    const [first = '', ...others] = paths.map((it) => `\`${it}\``);
    const reads = others.length === 0 ? `${first} alone` : [first, ...others].join(', then ');
    return [
      {
        title: `Write to \`${place.path}\` that ${environment.name} reads ${reads}`,
        safety: 'unsafe',
        kind: 'refactor.rewrite.crossfade.configure',
        edits,
      },
    ];
  });
}

/** The lists of dotenv files that may be meant, each low to high. */
export function guessedFiles(environment: Environment): readonly (readonly string[])[] {
  const { unsaid, replaces, layers } = environment;
  const own = layers.filter((it) => it.document?.format.name === 'dotenv' && !it.variables);
  if (!unsaid?.includes('dotenv') || own.length === 0) return [];
  // What reaches the service in another way is not for this list.
  if (own.some((it) => it.kind !== 'dotenv' || it.unproven)) return [];
  const paths = own.flatMap((it) => it.path ?? []);
  return replaces === undefined ? [paths] : [paths, [replaces, ...paths]];
}
