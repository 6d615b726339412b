import type { ClassInfo } from '../class-lineage.ts';
import { codeText } from '../code-text.ts';
import type { InitArgument } from '../loading.ts';
import type { PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';
import type { Config, ConfigEntry } from './pydantic-config.ts';
import { undecidedAt } from './pydantic-context.ts';
import { argumentsOf, type CallArguments, type CallSite, type ClassUse } from './pydantic-instances.ts';

/** What the call sites of a class make of its configuration. */
export interface MadeConfiguration {
  readonly config: Config;
  readonly initArguments: readonly InitArgument[];
  /** Call sites that name different dotenv files. */
  readonly envFileUndecided?: Undecided;
  readonly problems: readonly Undecided[];
}

/** One call site with its arguments; `site` is absent where the class is handed on and called without arguments. */
interface Site {
  readonly site?: CallSite;
  readonly args: CallArguments;
}

/**
 * Puts the arguments of the call sites over the class's configuration: `_env_file=…` over `env_file`. Where several
 * disagree about the dotenv file, that is undecided; where they disagree about anything else, the schema is open.
 */
export function callConfiguration(
  project: PythonProject,
  info: ClassInfo,
  use: ClassUse,
  config: Config,
): MadeConfiguration {
  const sites: Site[] = use.calls.map((site) => ({ site, args: argumentsOf(project, site) }));
  if (use.handedOn) sites.push({ args: { configuration: [], values: [] } });
  const [first] = sites;
  if (!first) return { config, initArguments: [], problems: [] };
  const problems: Undecided[] = [];
  for (const { site, args } of sites) {
    if (site && args.computed) {
      problems.push(
        undecidedAt(
          site.file,
          args.computed,
          `\`${info.statement.name}(…)\` has arguments that are computed`,
        ),
      );
    }
  }
  const settings = differing(sites, (name) => name !== '_env_file');
  if (settings) problems.push(disagreement(info, ...settings));
  const files = differing(sites, (name) => name === '_env_file');
  return {
    config: overlaid(config, first, files !== undefined),
    initArguments: mergedValues(sites),
    ...(files ? { envFileUndecided: disagreement(info, ...files) } : {}),
    problems,
  };
}

function overlaid(config: Config, { site, args }: Site, withoutFiles: boolean): Config {
  if (!site || args.configuration.length === 0) return config;
  const entries = new Map<string, ConfigEntry>(config.entries);
  for (const { name, value } of args.configuration) {
    if (name === undefined || (withoutFiles && name === '_env_file')) continue;
    entries.set(name.slice(1), { value, file: site.file });
  }
  return { ...config, entries };
}

/** Two sites whose configuration arguments of the wanted names differ. */
function differing(
  sites: readonly Site[],
  wanted: (name: string) => boolean,
): readonly [Site, Site] | undefined {
  const [first, ...others] = sites;
  const signature = ({ site, args }: Site) =>
    args.configuration
      .filter((it) => wanted(it.name ?? ''))
      .map((it) => `${it.name}=${site ? codeText(site.file, it.value) : ''}`)
      .sort()
      .join();
  const other = first && others.find((it) => signature(it) !== signature(first));
  return first && other && [first, other];
}

function disagreement(info: ClassInfo, first: Site, second: Site): Undecided {
  const shown = ({ site }: Site) =>
    site
      ? `\`${shortened(codeText(site.file, site.call))}\` in \`${site.file.file.path}\``
      : `\`${info.statement.name}\` handed on`;
  const at = first.site ?? second.site;
  const reason = `${shown(first)} and ${shown(second)} disagree`;
  return undecidedAt(at?.file ?? info.file, at ? at.call : { span: info.statement.nameSpan }, reason);
}

/** Only the names of arguments are shown: a value may be a secret. */
function shortened(call: string): string {
  const names = [...call.matchAll(/([A-Za-z_]\w*)\s*=(?!=)/g)].map((match) => `${match[1]}=…`);
  return `${call.slice(0, call.indexOf('('))}(${names.join(', ')})`;
}

/** Values given at every site alike keep their data; a field that only some give is not known. */
function mergedValues(sites: readonly Site[]): readonly InitArgument[] {
  const [first, ...others] = sites;
  if (!first) return [];
  if (others.length === 0) return first.args.values;
  const merged = new Map<string, InitArgument>();
  for (const { args } of sites) {
    for (const { name, place } of args.values) merged.set(name, { name, place });
  }
  return [...merged.values()];
}
