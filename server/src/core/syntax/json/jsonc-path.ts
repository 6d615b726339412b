/** True for files whose own reader takes comments, whatever their ending: those of editors and dev containers. */
export function isJsoncPath(path: string): boolean {
  if (/\.(?:jsonc|code-workspace)$/i.test(path)) return true;
  return /(?:^|\/)(?:launch|\.?devcontainer|\.vscode\/[^/]+|\.devcontainer\/(?:[^/]+\/)?[^/]+)\.json$/.test(
    path,
  );
}
