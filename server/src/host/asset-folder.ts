import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the bundle, where the build puts rule pages; unbundled, the sources that they stand among. */
export function assetFolder(): string {
  const here = dirname(ownFile());
  if (existsSync(join(here, 'rules'))) return here;
  let root = here;
  while (!existsSync(join(root, 'server', 'src', 'core', 'rules', 'syntax-error.md'))) {
    const above = dirname(root);
    if (above === root) return here;
    root = above;
  }
  return join(root, 'server', 'src', 'core');
}

/** A CommonJS bundle has `__filename` and no `import.meta`. */
function ownFile(): string {
  return typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
}
