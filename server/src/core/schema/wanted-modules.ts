import type { Snapshot } from '../snapshot.ts';
import { foreignBases } from './pydantic/settings-classes.ts';
import { readProjects } from './readers.ts';

/** Libraries whose classes are known, or declare nothing that a settings class inherits. */
const KNOWN =
  /^(pydantic|pydantic_settings|builtins|abc|typing|typing_extensions|enum|collections|dataclasses|functools)(\.|$)/;

/**
 * The modules outside the workspace in which base classes of settings classes are looked for, by service: of
 * `company.config.base.Common` the modules `company.config.base`, `company.config` and `company`.
 */
export function wantedModules(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, readonly string[]>();
  for (const project of readProjects(snapshot)) {
    const names = foreignBases(project).filter((it) => !KNOWN.test(it));
    const modules = new Set(names.flatMap(modulesOf));
    if (modules.size > 0) wanted.set(project.service, [...modules]);
  }
  return wanted;
}

function modulesOf(name: string): readonly string[] {
  const parts = name.split('.').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
