import type { DynaconfFile, DynaconfLoading } from '../../schema/loading.ts';
import type { SettingsSchema } from '../../schema/schema.ts';
import type { Snapshot } from '../../snapshot.ts';
import { memo } from '../../text/memo.ts';
import { ancestors, baseName, folderOf, joinPath, resolvePath } from '../../text/relative-path.ts';
import { workingFolders } from '../dotenv-sites.ts';

/** A settings file that dynaconf finds, in the order in which it loads them. */
export interface FoundFile {
  readonly path: string;
  /** Absent for code, patterns and what else is not read here. */
  readonly kind?: DynaconfFile['kind'];
  /** `settings.local.toml`: loaded after all others. */
  readonly local: boolean;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** As written: files that are not in the workspace and may hold secrets elsewhere. */
  readonly absent: readonly string[];
  /** Why it is not known which files are read. */
  readonly unsure?: string;
}

/**
 * The settings files of an object of dynaconf 3.3.5 (`settings_loader`, `find_file`): each is looked for upwards from
 * `root_path` or the folder of the first one found, then from the working directory, in folders `config` as well.
 * Where the script that was started lies is not known: a file that only its folder leads to is taken, two are not.
 */
export const dynaconfFiles: (snapshot: Snapshot) => (schema: SettingsSchema) => FoundFiles = memo(
  (snapshot) => memo((schema) => find(snapshot, schema)),
);

function find(snapshot: Snapshot, schema: SettingsSchema): FoundFiles {
  const { dynaconf } = schema.loading;
  const found: FoundFile[] = [];
  const absent: string[] = [];
  if (!dynaconf) return { files: [], absent };
  for (const it of dynaconf.files) {
    const written = it.file.path;
    if (/[*?[]/.test(written) || !/\.\w+$/.test(baseName(written))) {
      found.push({ path: written, local: false });
      continue;
    }
    const paths = candidates(snapshot, schema, dynaconf, it, found[0]?.path);
    const [path, other] = paths;
    if (other !== undefined) return { files: found, absent, unsure: `\`${path}\` or \`${other}\` is read` };
    if (path !== undefined) found.push({ path, ...(it.kind ? { kind: it.kind } : {}), local: false });
    else if (/secret/i.test(written)) absent.push(written);
  }
  return { files: [...found, ...localFiles(snapshot, found)], absent };
}

/** The one file, or two where it depends on the script that was started. */
function candidates(
  snapshot: Snapshot,
  schema: SettingsSchema,
  { root }: DynaconfLoading,
  { file }: DynaconfFile,
  first: string | undefined,
): readonly string[] {
  if (file.base === 'root') return snapshot.files.has(file.path) ? [file.path] : [];
  const [working = schema.service] = workingFolders(snapshot, schema);
  const start = root ? resolvePath(root.base === 'root' ? '' : working, root.path) : undefined;
  const from = start ?? (first === undefined ? undefined : folderOf(first));
  const near = from === undefined ? undefined : firstIn(snapshot, ancestors(from), file.path);
  if (near !== undefined) return [near];
  const script = firstIn(snapshot, ancestors(folderOf(schema.place.path)), file.path);
  const here = firstIn(snapshot, ancestors(working), file.path);
  return [...new Set([here, script].filter((it) => it !== undefined))];
}

function firstIn(snapshot: Snapshot, folders: readonly string[], written: string): string | undefined {
  return folders
    .flatMap((it) => [it, joinPath(it, 'config')])
    .map((it) => resolvePath(it, written))
    .find((it) => it !== undefined && snapshot.files.has(it));
}

function localFiles(snapshot: Snapshot, found: readonly FoundFile[]): readonly FoundFile[] {
  return found.flatMap((it): readonly FoundFile[] => {
    const path = localPath(it.path);
    const isThere = path !== undefined && snapshot.files.has(path);
    return isThere ? [{ ...it, path, local: true }] : [];
  });
}

/** `settings.toml` → `settings.local.toml`; undefined for a file that is one already. */
export function localPath(path: string): string | undefined {
  const name = baseName(path);
  const at = name.lastIndexOf('.');
  if (at < 0 || name.includes('.local.')) return undefined;
  return joinPath(folderOf(path), `${name.slice(0, at)}.local${name.slice(at)}`);
}
