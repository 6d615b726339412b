import type { Data } from '../../syntax/data.ts';
import type { PythonProject } from '../reader.ts';
import type { Undecided } from '../schema.ts';
import { readsKey } from '../settings-releases.ts';
import { type Config, type ConfigEntry, configData } from './pydantic-config.ts';

/** Reads configuration keys of one kind each, and collects those that cannot be evaluated. */
export interface ConfigReader {
  readonly project: PythonProject;
  readonly config: Config;
  readonly problems: Undecided[];
  readonly text: (key: string) => string | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly number: (key: string) => number | undefined;
  readonly entry: (key: string) => ConfigEntry | undefined;
}

/**
 * A reader of one configuration. Values of a wrong kind count as not evaluated, keys that the locked release does not
 * know as absent.
 */
export function configReader(project: PythonProject, config: Config): ConfigReader {
  const problems: Undecided[] = [...config.problems];
  const seen = new Set<string>();
  const version = project.version('pydantic-settings');
  function read<T>(key: string, convert: (data: Data) => T | undefined): T | undefined {
    const value = configData(project, config, key);
    if (value.kind === 'absent' || !readsKey(version, key)) return undefined;
    const converted = value.kind === 'data' ? convert(value.data) : undefined;
    if (converted !== undefined || seen.has(key)) return converted;
    seen.add(key);
    const entry = config.entries.get(key);
    if (value.kind === 'undecided') problems.push(value.undecided);
    else if (entry)
      problems.push({
        reason: `\`${key}\` is not of the kind it must be`,
        path: entry.file.file.path,
        span: entry.value.span,
      });
    return undefined;
  }
  return {
    project,
    config,
    problems,
    text: (key) => read(key, (data) => (data.kind === 'str' ? data.value : undefined)),
    flag: (key) =>
      read(key, (data) =>
        data.kind === 'bool' ? data.value : data.kind === 'int' ? data.value !== 0n : undefined,
      ),
    number: (key) => read(key, (data) => (data.kind === 'int' ? Number(data.value) : undefined)),
    entry: (key) => {
      const entry = config.entries.get(key);
      return entry?.value.kind === 'none' || !readsKey(version, key) ? undefined : entry;
    },
  };
}
