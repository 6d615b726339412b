import { readFileSync } from 'node:fs';
import { runPython } from './live-batches.ts';
import { randomCase } from './random-settings.ts';
import type { CaseResult, SettingsCase } from './settings-case.ts';

/**
 * Prints test/vectors/settings-releases.json: settings objects of which releases of pydantic-settings make different
 * things, with what each of them made. The cases of the files given come first, then generated ones.
 *
 * Usage: node out/test/oracle/record-releases.js CASES.json… PYTHON… > test/vectors/settings-releases.json
 *
 * A file of cases holds `{"cases": [{name, code, env, files}]}`; of an earlier vector file only the inputs are used.
 */
const SEEDS = 500;
const KEPT = 60;

interface Report {
  readonly preamble: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly CaseResult[];
}

async function main(args: readonly string[]): Promise<void> {
  const given = args.filter((it) => it.endsWith('.json')).flatMap(casesOf);
  const pythons = args.filter((it) => !it.endsWith('.json'));
  // Of the features that the earliest of the releases has.
  const generated = Array.from({ length: SEEDS }, (_, seed) => {
    const { version: _version, ...it } = randomCase(seed, '2.2.1');
    return it;
  });
  const cases: readonly SettingsCase[] = [...given, ...generated];
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
    `${JSON.stringify(head).slice(0, -1)}, "cases": [\n${lines.slice(0, given.length + KEPT).join(',\n')}\n]}\n`,
  );
}

function casesOf(path: string): readonly SettingsCase[] {
  const file: { readonly cases: readonly SettingsCase[] } = JSON.parse(readFileSync(path, 'utf8'));
  return file.cases.map(({ name, code, env, files }) => ({ name, code, env, files }));
}

await main(process.argv.slice(2));
