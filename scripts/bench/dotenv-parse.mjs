import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import esbuild from 'esbuild';

/**
 * The parser of dotenv files alone, bundled from its source. Gives a function of a workspace folder that gives a
 * function which parses the folder's `.env` once and tells how long it took.
 */
export async function bareDotenvParse(root) {
  const folder = mkdtempSync(join(tmpdir(), 'crossfade-bench-parser-'));
  const outfile = join(folder, 'dotenv.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['server/src/core/syntax/dotenv.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  const { dotenv } = createRequire(outfile)(outfile);
  rmSync(folder, { recursive: true, force: true });
  return (workspace) => {
    const text = readFileSync(join(workspace, '.env'), 'utf8');
    let run = 0;
    return () => {
      // Another text of another file each time: of a file that is known only what changed is parsed.
      const file = { path: `${run}.env`, text: `${text}# ${run++}\n` };
      const started = performance.now();
      dotenv.parse(file);
      return performance.now() - started;
    };
  };
}
