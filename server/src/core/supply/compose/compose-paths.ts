import { baseName, folderOf, joinPath } from '../../text/relative-path.ts';
import { isTemplateName, isTestsName, overlayName } from '../environment-name.ts';

/** The names that compose looks for by itself, best first (compose-go 2.16 `cli.DefaultFileNames`). */
const BASE = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** Laid over the base by compose itself (`cli.DefaultOverrideFileNames`). */
const OVERRIDE = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Compose files that are read together: `docker compose -f A -f B`. */
export interface ComposeProject {
  /** Folder of the first file: paths are taken from there, and `.env` is looked for there. */
  readonly folder: string;
  /** Lowest rank first. */
  readonly paths: readonly string[];
  readonly environment: string;
  /** True where no name of a file says which environment it is: `development` is what compose is mostly used for. */
  readonly assumed: boolean;
  readonly role: 'service' | 'tests';
  /**
   * A file that may lie below: people name it on the command line, and nothing says whether they do. Undefined where
   * the files are complete.
   */
  readonly below?: readonly string[];
}

/** True for the paths that compose looks for, and their variants for environments. */
export function isComposeFile(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose(?:[.-][^/]+)?\.ya?ml$/.test(path);
}

/**
 * The projects of a folder's compose files: what compose reads by itself, and one for each file that names an
 * environment or a subject.
 * @param paths of one folder
 * @param listed those that `COMPOSE_FILE` names: compose reads them instead of what it would look for
 */
export function composeProjects(
  folder: string,
  paths: readonly string[],
  listed: readonly string[],
): readonly ComposeProject[] {
  const named = (names: readonly string[]) =>
    names.map((name) => joinPath(folder, name)).filter((path) => paths.includes(path));
  const [base] = named(BASE);
  const [override] = named(OVERRIDE);
  const own = listed.length > 0 ? listed : [base, override].filter((it) => it !== undefined);
  const isOther = (path: string) => !BASE.includes(baseName(path)) && !OVERRIDE.includes(baseName(path));
  const others = paths.filter((it) => isOther(it) && !listed.includes(it));
  const projects: ComposeProject[] = [];
  if (own.length > 0) {
    const assumed = override === undefined && listed.length === 0;
    projects.push({ folder, paths: own, environment: 'development', assumed, role: 'service' });
  }
  for (const path of others) {
    const variant = variantOf(path);
    if (isTemplateName(variant)) continue;
    const below = base === undefined ? {} : { below: [base] };
    const environment = overlayName(variant);
    const personal = environment !== undefined && environment === 'development';
    const role = isTestsName(variant) ? 'tests' : 'service';
    projects.push({
      folder: folderOf(path),
      paths: [path],
      environment: environment ?? 'development',
      assumed: environment === undefined,
      role,
      ...(personal && base !== undefined ? { below: own } : below),
    });
  }
  return projects;
}

/** `production` of `compose.production.yaml`. */
function variantOf(path: string): string {
  return /compose[.-]([^/]+)\.ya?ml$/.exec(path)?.[1] ?? '';
}
