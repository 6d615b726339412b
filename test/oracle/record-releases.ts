import { runPython } from './live-batches.ts';
import { randomCase } from './random-settings.ts';
import type { CaseResult, SettingsCase } from './settings-case.ts';

/**
 * Prints test/vectors/settings-releases.json: generated settings objects of which releases of pydantic-settings make
 * different things, with what each of them made.
 *
 * Usage: node out/test/oracle/record-releases.js PYTHON… > test/vectors/settings-releases.json
 */
const SEEDS = 500;
const KEPT = 60;

interface Report {
  readonly preamble: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly CaseResult[];
}

async function main(pythons: readonly string[]): Promise<void> {
  // Of the features that the earliest of the releases has.
  const cases: readonly SettingsCase[] = Array.from({ length: SEEDS }, (_, seed) => {
    const { version: _version, ...it } = randomCase(seed, '2.2.1');
    return it;
  });
  const reports: Report[] = [];
  for (const python of pythons)
    reports.push(await runPython<Report>(python, 'test/oracle/resolve-live.py', { cases }));
  const lines = cases.flatMap((it, index) => {
    const results = reports.map(({ results: all }) => all[index]);
    return new Set(results.map((result) => JSON.stringify(result))).size > 1
      ? [JSON.stringify({ ...it, results })]
      : [];
  });
  const head = { releases: reports.map(({ versions }) => versions), preamble: reports[0]?.preamble };
  process.stdout.write(
    `${JSON.stringify(head).slice(0, -1)}, "cases": [\n${lines.slice(0, KEPT).join(',\n')}\n]}\n`,
  );
}

await main(process.argv.slice(2));
