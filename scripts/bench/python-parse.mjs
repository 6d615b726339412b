import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import esbuild from 'esbuild';

/** What parses a workspace's `settings.py` once and tells how long it took. */
export async function barePythonParse(root, workspace) {
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-bench-parser-'));
  const outfile = join(folder, 'python.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['server/src/host/load-python-parser.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['web-tree-sitter'],
    logLevel: 'warning',
    define: { 'import.meta.url': '""' },
    banner: { js: `__filename = ${JSON.stringify(join(root, 'dist', 'python.cjs'))};` },
  });
  const text = readFileSync(outfile, 'utf8');
  const module = { exports: {} };
  new Function('module', 'exports', 'require', '__filename', text)(
    module,
    module.exports,
    createRequire(join(root, 'dist', 'python.cjs')),
    join(root, 'dist', 'python.cjs'),
  );
  rmSync(folder, { recursive: true, force: true });
  const parser = await module.exports.loadPythonParser();
  const source = readFileSync(join(workspace, 'settings.py'), 'utf8');
  let run = 0;
  return () => {
    const changed = `${source}# ${run++}\n`;
    const started = performance.now();
    parser.parse(changed);
    return performance.now() - started;
  };
}
