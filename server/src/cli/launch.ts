import { fileURLToPath } from 'node:url';
import { loadCached } from '../host/load-cached.ts';

/** Runs the command line of this process, with compiled code. `serverBundle` is the file that `lsp` starts. */
export function main(serverBundle: string): Promise<void> {
  const bundle = loadCached(fileURLToPath(new URL('cli-main.cjs', import.meta.url)));
  return (bundle as { readonly main: (serverBundle: string) => Promise<void> }).main(serverBundle);
}
