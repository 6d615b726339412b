/** True for Python files that pytest or unittest collect, and for what only tests import. */
export function isTestPath(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if (/^(test_.*|.*_test|conftest|tests?)\.py$/.test(name)) return true;
  return parts.some((part) => part === 'tests' || part === 'test' || part === 'testing');
}

const ASIDE: ReadonlySet<string> = new Set(
  `example examples sample samples doc docs docs_src tutorial tutorials notebook notebooks cookbook cookbooks benchmark
  benchmarks vendor vendored third_party thirdparty site-packages`.split(/\s+/),
);

/**
 * The outermost folder above a file that holds what is not the service itself: examples, documentation, code of
 * others. Undefined for the service's own files. Folders of a service that stands in such a folder are its own.
 * @param service folder of the service, relative to the root
 */
export function asideFolder(path: string, service: string): string | undefined {
  const start = path.startsWith(`${service}/`) ? service.length + 1 : 0;
  const folders = path.slice(start).split('/').slice(0, -1);
  const at = folders.findIndex((it) => ASIDE.has(it.toLowerCase()));
  return at < 0 ? undefined : path.slice(0, start) + folders.slice(0, at + 1).join('/');
}

/** True for files that somebody runs by hand: what they need is not what the service needs to start. */
export function isScriptPath(path: string, service: string): boolean {
  const inner = path.startsWith(`${service}/`) ? path.slice(service.length + 1) : path;
  const scripts = /(?:^|\/)(?:scripts?|tools?|bin|hack|utils_scripts|alembic|migrations|ci|dev)\//;
  return scripts.test(inner) || asideFolder(path, service) !== undefined;
}
