import { folderOf, resolvePath } from '../../text/relative-path.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { SupplyProblem } from '../supply.ts';
import { type ComposeEnvironment, composeEnvironment, withFallback } from './compose-environment.ts';
import { extended } from './compose-extends.ts';
import { type ComposeFile, type ComposeInclude, composeFile } from './compose-file.ts';
import { mergeServices } from './compose-merge.ts';
import type { ComposeService } from './compose-service.ts';

type Files = ReadonlyMap<string, SourceFile>;

/** What compose files, joined in order, make of their services. */
export interface LoadedProject {
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly problems: readonly SupplyProblem[];
  /** The files that they include or extend. */
  readonly referred: ReadonlySet<string>;
}

interface Draft {
  readonly files: Files;
  readonly services: Map<string, ComposeService>;
  readonly problems: SupplyProblem[];
  readonly referred: Set<string>;
}

/** Files that are joined as one: `docker compose -f A -f B`, or one `include`. */
interface Part {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly environment: ComposeEnvironment;
  /** The first files of what includes this. */
  readonly within: readonly string[];
}

/**
 * Joins compose files as compose-go 2.16 does (`loader.loadYamlModel`): each file's `extends` first, then the files in
 * order, and what is included beside them.
 * @param folder paths are taken from there, whatever folders the files stand in
 * @param paths lowest rank first
 */
export function loadProject(
  files: Files,
  folder: string,
  paths: readonly string[],
  environment: ComposeEnvironment,
): LoadedProject {
  const draft: Draft = { files, services: new Map(), problems: [], referred: new Set() };
  loadPart(draft, { folder, paths, environment, within: [] });
  return draft;
}

function loadPart(draft: Draft, part: Part): void {
  const own = new Map<string, ComposeService>();
  for (const path of part.paths) {
    const file = draft.files.get(path);
    if (!file) continue;
    const read = composeFile(file, part.folder, part.environment);
    draft.problems.push(...read.problems);
    for (const include of read.includes) loadInclude(draft, part, read, include);
    for (const [name, service] of read.services) {
      const upper = extended(read, service, { ...draft, steps: [] });
      const lower = own.get(name);
      // A service is called by where it stands first.
      own.set(name, lower ? { ...mergeServices(lower, upper), path: lower.path, span: lower.span } : upper);
    }
  }
  for (const [name, service] of own) draft.services.set(name, service);
}

function loadInclude(draft: Draft, part: Part, { path: from }: ComposeFile, include: ComposeInclude): void {
  const { at } = include;
  const paths = include.paths.map((written) => resolvePath(part.folder, written));
  const [first] = paths;
  if (first === undefined || include.paths.some((it) => /[:$]/.test(it))) return;
  const within = [...part.within, from];
  if (within.includes(first)) {
    const message = `\`${first}\` includes itself in a circle, so compose does not start`;
    draft.problems.push({ ...at, message, severity: 'error' });
    return;
  }
  const missing = paths.find((it) => it !== undefined && !draft.files.has(it));
  if (missing !== undefined) {
    const message = `\`${missing}\` is not here, and compose does not start without it`;
    draft.problems.push({ ...at, message, severity: 'warning' });
  }
  const inside = paths.filter((it) => it !== undefined);
  for (const it of inside) draft.referred.add(it);
  const folder = include.folder === undefined ? folderOf(first) : resolvePath(part.folder, include.folder);
  if (folder === undefined) return;
  const environment = includedEnvironment(draft.files, part, folder, include);
  loadPart(draft, { folder, paths: inside, environment, within });
}

/** The including project's variables, and where it has none those of the included folder or its `env_file`. */
function includedEnvironment(
  files: Files,
  part: Part,
  folder: string,
  { envFiles }: ComposeInclude,
): ComposeEnvironment {
  const written =
    envFiles.length > 0 ? envFiles.map((it) => resolvePath(part.folder, it)) : [resolvePath(folder, '.env')];
  let environment = part.environment;
  for (const path of written.toReversed()) {
    const file = path === undefined ? undefined : files.get(path);
    if (file && file.path !== resolvePath(part.folder, '.env')) {
      environment = withFallback(environment, composeEnvironment(file));
    }
  }
  return environment;
}
