import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * The absolute path of a program: what the environment variable says, else the first of `names` that is
 * there. Names are looked up in `PATH`, absolute paths are taken as they are.
 * @param {string} variable
 * @param {string[]} names
 * @returns {Promise<string | undefined>}
 */
export async function findProgram(variable, names) {
  const chosen = process.env[variable];
  if (chosen) {
    if (await isExecutable(chosen)) return path.resolve(chosen);
    throw new Error(`${variable} names ${chosen}, which is not an executable file`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = names.flatMap((name) =>
    path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name)),
  );
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return undefined;
}

async function isExecutable(file) {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
