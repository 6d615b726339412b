import { withTexts } from '../apply-file-edits.ts';
import { environmentsOf } from '../binding/environments.ts';
import { schemasOf } from '../schema/readers.ts';
import type { Snapshot } from '../snapshot.ts';
import { applyEdits } from '../text/edit.ts';
import { asConfigured, configurationPlace, dotenvEdits } from './configure-environment.ts';
import { guessedFiles } from './written-guess.ts';

/** What `crossfade init` writes: the files as they will be, and what each of them says from then on. */
export interface AssumedConfiguration {
  readonly texts: ReadonlyMap<string, string>;
  readonly written: readonly AssumedEnvironment[];
  /** Environments whose files cannot be written there by a machine. */
  readonly left: readonly AssumedEnvironment[];
}

export interface AssumedEnvironment {
  /** The configuration file. */
  readonly path: string;
  readonly environment: string;
  /** Dotenv files, low to high, as the configuration writes paths. */
  readonly dotenv: readonly string[];
}

/** Says in the configuration, new or there, what is only guessed of the files of environments. */
export function assumedConfiguration(snapshot: Snapshot): AssumedConfiguration {
  const written: AssumedEnvironment[] = [];
  const left: AssumedEnvironment[] = [];
  let after = snapshot;
  for (const schema of schemasOf(snapshot)) {
    for (const environment of environmentsOf(snapshot, schema)) {
      const [paths] = guessedFiles(environment);
      if (paths === undefined) continue;
      const place = configurationPlace(after, schema.place.path, schema.service);
      const dotenv = paths.map((it) => asConfigured(place, it));
      const assumed = { path: place.path, environment: environment.name, dotenv };
      if (
        [...written, ...left].some((it) => it.path === assumed.path && it.environment === assumed.environment)
      )
        continue;
      const edits = dotenvEdits(after, place, environment.name, dotenv);
      if (edits.length === 0) left.push(assumed);
      else {
        written.push(assumed);
        const text = applyEdits(after.files.get(place.path)?.text ?? '', edits);
        after = withTexts(after, new Map([[place.path, text]]));
      }
    }
  }
  const paths = [...new Set(written.map((it) => it.path))];
  return { texts: new Map(paths.map((it) => [it, after.files.get(it)?.text ?? ''])), written, left };
}
