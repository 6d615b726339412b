import type { Environment } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { suppliedIn } from '../supply/suppliers.ts';
import { lineIndex } from '../text/line-index.ts';
import { asConfigured, configurationPlace } from './configure-environment.ts';
import { guessedFiles } from './written-guess.ts';

/** What was looked at, and above all what was not. */
export interface Coverage {
  readonly environments: {
    readonly seen: readonly string[];
    readonly unseen: readonly string[];
    readonly opaque: readonly string[];
  };
  /** What was taken for granted of the layers of environments, where nothing says it. */
  readonly assumptions: readonly Assumption[];
  readonly openSchemas: readonly OpenPlace[];
  readonly dynamicReaders: readonly OpenPlace[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export interface Assumption {
  readonly environment: string;
  /** The settings of which it was assumed. */
  readonly settings: readonly string[];
  /** In words: `.env.staging` takes the place of `.env`. */
  readonly assumed: string;
  /** What to write to the configuration instead: the file, and the lists that `dotenv` may be, the guess first. */
  readonly configuration: {
    readonly path: string;
    readonly dotenv: readonly (readonly string[])[];
  } | null;
}

export interface OpenPlace {
  readonly settings: string;
  readonly reason: string;
  readonly path: string;
  /** One-based. */
  readonly line: number;
}

/** What of the workspace was seen and what was not, so that silence is not taken for a proof. */
export function coverageOf(snapshot: Snapshot): Coverage {
  const schemas = schemasOf(snapshot);
  const environments = schemas.flatMap((schema) => environmentsOf(snapshot, schema));
  const names = (wanted: (it: (typeof environments)[number]) => boolean) =>
    [...new Set(environments.filter(wanted).map((it) => it.name))].sort();
  const seen = names((it) => !it.unseen);
  const opaque = names((it) => it.opaque.length > 0);
  const open = (wanted: (schema: SettingsSchema) => boolean) =>
    schemas.filter(wanted).flatMap((schema) => schema.open.map((it) => openPlace(snapshot, schema, it)));
  return {
    environments: { seen, unseen: names((it) => it.unseen).filter((it) => !seen.includes(it)), opaque },
    assumptions: assumptionsIn(snapshot, schemas),
    openSchemas: open((schema) => schema.form === 'class'),
    dynamicReaders: open((schema) => schema.form === 'calls'),
    skipped: [
      ...snapshot.skipped,
      ...unread(snapshot),
      ...suppliedIn(snapshot.files).flatMap((it) => it.skipped ?? []),
    ],
  };
}

/** The same guess for several settings counts once. */
function assumptionsIn(snapshot: Snapshot, schemas: readonly SettingsSchema[]): readonly Assumption[] {
  const found: Assumption[] = [];
  for (const schema of schemas) {
    for (const environment of environmentsOf(snapshot, schema)) {
      const { name, guess: assumed, unseen } = environment;
      if (assumed === undefined || (unseen && !environment.layers.some((it) => it.guessed))) continue;
      const configuration = configurationOf(snapshot, schema, environment);
      const at = found.findIndex((it) => it.environment === name && it.assumed === assumed);
      const known = found[at];
      if (known) found[at] = { ...known, settings: [...known.settings, schema.id] };
      else found.push({ environment: name, settings: [schema.id], assumed, configuration });
    }
  }
  return found.sort((a, b) => (a.environment < b.environment ? -1 : a.environment > b.environment ? 1 : 0));
}

function configurationOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
): Assumption['configuration'] {
  const lists = guessedFiles(environment);
  if (lists.length === 0) return null;
  const place = configurationPlace(snapshot, schema.place.path, schema.service);
  return { path: place.path, dotenv: lists.map((paths) => paths.map((it) => asConfigured(place, it))) };
}

function openPlace(snapshot: Snapshot, schema: SettingsSchema, it: Undecided): OpenPlace {
  const file = snapshot.files.get(it.path);
  const line = file ? lineIndex(file).position(it.span.start).line + 1 : 1;
  return { settings: schema.id, reason: it.reason, path: it.path, line };
}

function unread(snapshot: Snapshot): Coverage['skipped'] {
  const found: { path: string; reason: string }[] = [];
  for (const file of snapshot.files.values()) {
    if (file.problem === 'too-large') found.push({ path: file.path, reason: 'larger than 16 MB' });
    if (file.problem === 'outside-root')
      found.push({ path: file.path, reason: 'a link out of the workspace' });
    if (file.problem === 'too-many-links')
      found.push({ path: file.path, reason: 'a link through more than 8 others' });
    if (file.problem === 'unreadable') found.push({ path: file.path, reason: 'cannot be opened' });
  }
  return found;
}
