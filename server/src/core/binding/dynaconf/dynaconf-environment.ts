import type { DynaconfLoading } from '../../schema/loading.ts';
import { sameEnvironment } from '../../supply/environment-name.ts';
import type { VariableValue } from '../variables.ts';

/** The environment of dynaconf that is current, or why that is not known. */
export type CurrentEnvironment = { readonly name: string } | { readonly reason: string };

/**
 * What `current_env` of dynaconf 3.3.5 gives: the switch among the variables, else `env`, else the usual variable, else
 * `development`. Where not all variables are seen, an environment is called what it is called elsewhere.
 * @param value what a variable holds; undefined where nothing sets it
 */
export function currentEnvironment(
  { switcher, env }: DynaconfLoading,
  environment: string,
  written: readonly string[],
  value: (name: string) => VariableValue | undefined,
  complete: boolean,
): CurrentEnvironment {
  const set = value(switcher) ?? (env === undefined ? value('ENV_FOR_DYNACONF') : undefined);
  if (set !== undefined) {
    const isName = set.kind === 'text' && NAME.test(set.text) && !/^(?:true|false|inf|nan)$/i.test(set.text);
    return isName ? { name: set.text } : { reason: `what \`${switcher}\` holds is not known` };
  }
  const usual = env ?? 'development';
  if (complete || sameEnvironment(environment, 'development') || sameEnvironment(environment, usual))
    return { name: usual };
  return { name: written.find((it) => sameEnvironment(it, environment)) ?? environment };
}

const NAME = /^[A-Za-z_][\w-]*(?:,[A-Za-z_][\w-]*)*$/;
