/** True for Python files that pytest or unittest collect, and for what only tests import. */
export function isTestPath(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if (/^(test_.*|.*_test|conftest|tests?)\.py$/.test(name)) return true;
  return parts.some((part) => part === 'tests' || part === 'test' || part === 'testing');
}
