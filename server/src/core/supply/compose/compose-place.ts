import { baseName } from '../../text/relative-path.ts';
import { canonicalName, dotenvRole, isKnownName } from '../environment-name.ts';
import type { ComposeService } from './compose-service.ts';

/** The environment that the env files of a project name, and one of these files. */
export interface NamedByFiles {
  readonly environment: string;
  readonly path: string;
}

/**
 * Where compose files without an environment in their names run, by the env files of their services:
 * `deploy/production.env`. Undefined where these name none, several, or development.
 */
export function namedByEnvFiles(services: Iterable<ComposeService>): NamedByFiles | undefined {
  const named: NamedByFiles[] = [];
  for (const { envFiles } of services) {
    for (const { path } of envFiles) {
      const role = path === undefined ? undefined : dotenvRole(baseName(path));
      if (path === undefined || role?.kind !== 'environment') continue;
      named.push({ environment: isKnownName(role.name) ? canonicalName(role.name) : '', path });
    }
  }
  const [first] = named;
  if (!first || first.environment === '' || first.environment === 'development') return undefined;
  return named.every((it) => it.environment === first.environment) ? first : undefined;
}
