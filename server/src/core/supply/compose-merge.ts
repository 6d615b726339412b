import type { ComposeService } from './compose-service.ts';

/**
 * One service laid over another as compose merges files and `extends` (compose-go 2.16 `override.Merge`): variables by
 * name, files of variables after those below, all else replaced.
 */
export function mergeServices(lower: ComposeService, upper: ComposeService): ComposeService {
  const files = upper.envFiles.map((it) => it.path ?? it.written);
  return {
    ...lower,
    ...upper,
    envFiles: [...lower.envFiles.filter((it) => !files.includes(it.path ?? it.written)), ...upper.envFiles],
    variables: [...lower.variables, ...upper.variables],
  };
}
