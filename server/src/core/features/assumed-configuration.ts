import { withTexts } from '../apply-file-edits.ts';
import { meantWorkloads } from '../binding/configured-layers.ts';
import type { Environment } from '../binding/environment.ts';
import { environmentsOf } from '../binding/environments.ts';
import { assumedWorkload } from '../binding/supply-layers.ts';
import { labelOf } from '../binding/what-runs.ts';
import { schemasOf } from '../schema/readers.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { applyEdits } from '../text/edit.ts';
import {
  asConfigured,
  type ConfigurationPlace,
  configurationPlace,
  type EnvironmentList,
  environmentEdits,
} from './configure-environment.ts';
import { guessedFiles } from './written-guess.ts';

/** What `crossfade init` writes: the files as they will be, and what each of them says from then on. */
export interface AssumedConfiguration {
  readonly texts: ReadonlyMap<string, string>;
  readonly written: readonly AssumedEnvironment[];
  /** Environments of which a machine cannot write there what they have. */
  readonly left: readonly AssumedEnvironment[];
}

export interface AssumedEnvironment {
  /** The configuration file. */
  readonly path: string;
  readonly environment: string;
  /** Dotenv files or workloads, as the configuration writes them. */
  readonly list: EnvironmentList;
}

/** Says in the configuration, new or there, what is only guessed of the files and workloads of environments. */
export function assumedConfiguration(snapshot: Snapshot): AssumedConfiguration {
  const written: AssumedEnvironment[] = [];
  const left: AssumedEnvironment[] = [];
  let after = snapshot;
  for (const assumed of assumedIn(snapshot)) {
    const { schema, environment, list } = assumed;
    const place = configurationPlace(after, schema.place.path, schema.service);
    const said = { path: place.path, environment, list: list(place) };
    if ([...written, ...left].some((it) => isSame(it, said))) continue;
    const edits = environmentEdits(after, place, environment, said.list);
    if (edits.length === 0) left.push(said);
    else {
      written.push(said);
      const text = applyEdits(after.files.get(place.path)?.text ?? '', edits);
      after = withTexts(after, new Map([[place.path, text]]));
    }
  }
  const paths = [...new Set(written.map((it) => it.path))];
  return { texts: new Map(paths.map((it) => [it, after.files.get(it)?.text ?? ''])), written, left };
}

function isSame(a: AssumedEnvironment, b: AssumedEnvironment): boolean {
  return a.path === b.path && a.environment === b.environment && a.list.key === b.list.key;
}

interface Assumed {
  readonly schema: SettingsSchema;
  readonly environment: string;
  readonly list: (place: ConfigurationPlace) => EnvironmentList;
}

function assumedIn(snapshot: Snapshot): readonly Assumed[] {
  return schemasOf(snapshot).flatMap((schema) =>
    environmentsOf(snapshot, schema).flatMap((environment): readonly Assumed[] =>
      [filesOf(environment), workloadOf(snapshot, schema, environment)].flatMap((list) =>
        list ? [{ schema, environment: environment.name, list }] : [],
      ),
    ),
  );
}

function filesOf(environment: Environment): Assumed['list'] | undefined {
  const [paths] = guessedFiles(environment);
  return paths && ((place) => ({ key: 'dotenv', items: paths.map((it) => asConfigured(place, it)) }));
}

/** Undefined too where what can be written would mean more than the one workload. */
function workloadOf(
  snapshot: Snapshot,
  schema: SettingsSchema,
  { name, unsaid }: Environment,
): Assumed['list'] | undefined {
  const workload = unsaid?.includes('process') ? assumedWorkload(snapshot, schema.service, name) : undefined;
  if (!workload) return undefined;
  const label = labelOf(workload);
  const meant = meantWorkloads(snapshot, workload.path, label);
  if (meant.length !== 1 || meant[0] !== workload) return undefined;
  return (place) => ({ key: 'process', items: [`${asConfigured(place, workload.path)}#${label}`] });
}
