import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import { workspace } from 'vscode';

/** What the launcher reads from the file that `CROSSFADE_TEST_RESULTS` names. */
interface Results {
  passed: number;
  failed: number;
  readonly tests: { readonly title: string; readonly error?: string; readonly ms: number }[];
}

/** Called by VS Code in the extension host; rejects when a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, reporter: 'min' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await register();
  const results = await runAll(mocha);
  const file = process.env.CROSSFADE_TEST_RESULTS;
  if (file) await writeFile(file, JSON.stringify(results));
  if (results.failed > 0) throw new Error(`${results.failed} tests failed`);
}

async function register(): Promise<void> {
  if (process.env.CROSSFADE_TEST_MODE === 'workspace') {
    if (!workspace.isTrusted) await import('./restricted-mode.ts');
    await import('./multi-root.ts');
    return;
  }
  await import('./activation.ts');
  await import('./closed-files.ts');
  await import('./diagnostics.ts');
  await import('./code-actions.ts');
  await import('./hover.ts');
  await import('./environment-reports.ts');
  await import('./check-deploy.ts');
  await import('./python-edits.ts');
  await import('./fix-all.ts');
  await import('./migration.ts');
  await import('./every-kind.ts');
  await import('./record-moves.ts');
  await import('./records.ts');
  await import('./record-grammar.ts');
  await import('./switching-off.ts');
}

function runAll(mocha: Mocha): Promise<Results> {
  const results: Results = { passed: 0, failed: 0, tests: [] };
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(results));
    runner.on('pass', (test) => {
      results.passed += 1;
      results.tests.push({ title: test.fullTitle(), ms: test.duration ?? 0 });
    });
    runner.on('fail', (test, error) => {
      results.failed += 1;
      results.tests.push({
        title: test.fullTitle(),
        error: error.stack ?? String(error),
        ms: test.duration ?? 0,
      });
    });
  });
}
