import type { ComposeEnvFile, ComposeService } from './compose-service.ts';

/**
 * One service laid over another as compose merges files and `extends` (compose-go 2.16 `override.Merge`): variables by
 * name, files of variables behind those below, all else replaced.
 */
export function mergeServices(lower: ComposeService, upper: ComposeService): ComposeService {
  const { clears } = upper;
  const files = clears.envFiles ? [] : lower.envFiles;
  const variables = clears.variables ? [] : lower.variables.filter((it) => !clears.names.includes(it.name));
  return {
    ...lower,
    ...upper,
    envFiles: [...files, ...upper.envFiles.filter((it) => !files.some((known) => isSame(known, it)))],
    variables: [...variables, ...upper.variables],
    unseen: [...lower.unseen, ...upper.unseen],
    clears: {
      envFiles: lower.clears.envFiles || clears.envFiles,
      variables: lower.clears.variables || clears.variables,
      names: [...lower.clears.names, ...clears.names],
    },
  };
}

/** One that stands in the list already is not read again. */
function isSame(a: ComposeEnvFile, b: ComposeEnvFile): boolean {
  return a.path === b.path && a.written === b.written && a.raw === b.raw && a.required === b.required;
}
