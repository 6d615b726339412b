import type { SettingsSchema } from '../schema/schema.ts';
import { baseName } from '../text/relative-path.ts';
import type { Environment, Layer } from './environment.ts';
import { namesOf } from './names.ts';
import type { Winner } from './read-outcome.ts';
import { dotenvVariables, type ProcessVariables, type Variable } from './variables.ts';

/** The variables that code finds, by name: those of the process, else those of dotenv files. */
export function environVariables(
  schema: SettingsSchema,
  environment: Environment,
  process: ProcessVariables,
): ReadonlyMap<string, Winner> {
  const found = new Map<string, Winner>();
  const { fold } = namesOf(schema);
  const put = (variable: Variable) => {
    const name = fold(variable.name);
    const known = found.get(name);
    const below = known ? [known.variable.source, ...known.overrides] : [];
    const overrides = [...(variable.overrides ?? []), ...below];
    if (variable.value.kind !== 'unset') found.set(name, { variable, overrides });
  };
  for (const layer of environment.layers) {
    if (layer.kind === 'secrets') for (const variable of secretVariables(layer)) put(variable);
    if (layer.kind !== 'dotenv') continue;
    for (const variable of dotenvVariables(layer, process, false)) put(variable);
  }
  for (const variable of process.byName.values()) put(variable);
  return found;
}

/** The files of a folder as `RepositorySecret` of python-decouple 3.8 reads them: name and text as they are. */
function secretVariables(layer: Layer): readonly Variable[] {
  return (layer.files ?? []).map((file) => ({
    name: baseName(file.path),
    value:
      file.problem === undefined
        ? { kind: 'text', text: file.text.replace(/\r\n?/g, '\n') }
        : { kind: 'unknown', reason: 'the secret cannot be read' },
    source: { kind: 'secrets', layer },
  }));
}
