import type { SettingsSchema, Undecided } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { folderOf } from '../text/relative-path.ts';

/**
 * Folders of files that `read_env` of environs is told to read, and of which nothing is in the workspace: it looks for
 * the file from there upwards, and raises `OSError` where the folder is not there (environs 15.2 with
 * `_walk_to_root` of python-dotenv 1.2).
 */
export function unseenFolders({ files }: Snapshot, schema: SettingsSchema): readonly Undecided[] {
  if (schema.reader !== 'environs') return [];
  return schema.loading.envFiles.flatMap(({ path, base, place }): readonly Undecided[] => {
    const folder = folderOf(path).replace(/^(?:\.\.?\/)+|^\.\.?$/, '');
    if (folder === '' || base === 'above' || holds(files.keys(), folder)) return [];
    return [
      {
        ...place,
        reason: `whether the folder \`${folder}\` is there is not seen; without it \`read_env\` raises \`OSError\``,
      },
    ];
  });
}

function holds(paths: Iterable<string>, folder: string): boolean {
  for (const path of paths) if (`/${path}`.includes(`/${folder}/`)) return true;
  return false;
}
