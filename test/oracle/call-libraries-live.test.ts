import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { type CallCase, callCase, LIBRARY_NAMES } from './call-cases.ts';
import { compared, type Report } from './call-verdict.ts';
import { decoupleFileCase } from './decouple-file-cases.ts';
import { dynaconfFileCase } from './dynaconf-file-cases.ts';
import { ENV_OBJECTS, envObjectCase } from './env-object-cases.ts';
import { batches, runPython } from './live-batches.ts';
import { count, type LiveFigures, showFigures, undecidedOf } from './live-figures.ts';
import { liveCases } from './live-python.ts';

/** The distribution whose version decides, by library. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  decouple: 'python-decouple',
  'decouple-files': 'python-decouple',
  'dynaconf-files': 'dynaconf',
  'os-environ': 'python',
  'environs-objects': 'environs',
  'django-environ-objects': 'django-environ',
};

/** What is compared: one variable at a time, and libraries with their files. */
const MAKERS: ReadonlyMap<string, (seed: number) => CallCase> = new Map([
  ...LIBRARY_NAMES.map((name) => [name, (seed: number) => callCase(name, seed)] as const),
  ...ENV_OBJECTS.map((name) => [`${name}-objects`, (seed: number) => envObjectCase(name, seed)] as const),
  ['decouple-files', decoupleFileCase] as const,
  ['dynaconf-files', dynaconfFileCase] as const,
]);

for (const [library, makeCase] of MAKERS) {
  test(`generated reads through ${library} give what resolve says`, async (t) => {
    const python = process.env.CROSSFADE_PYTHON;
    const needed = 'import environs, environ, decouple, starlette, dynaconf';
    if (!python || spawnSync(python, ['-c', needed]).status !== 0) {
      const reason =
        'CROSSFADE_PYTHON names no Python that has environs, django-environ, python-decouple, starlette, dynaconf';
      t.diagnostic(`${library} was not compared with: ${reason}`);
      t.skip(reason);
      return;
    }
    const { seed, count: cases } = liveCases();
    const wrong: string[] = [];
    const open = new Map<string, number>();
    let reads = 0;
    let versions: Report['versions'] = {};
    const make = (index: number) => makeCase(seed * 1_000_003 + index);
    const ask = (some: readonly CallCase[]) => runPython<Report>(python, SCRIPT, some);
    for await (const { cases: some, report } of batches(cases, make, ask)) {
      versions = report.versions;
      for (const it of compared(some, report)) {
        reads++;
        if (it.verdict.kind === 'wrong') wrong.push(it.shown);
        if (it.verdict.kind !== 'undecided') continue;
        count(open, it.verdict.what);
        if (process.env.ORACLE_SHOW) t.diagnostic(it.shown);
      }
      // A module reads several times, and each read is a case.
      if (reads >= cases) break;
    }
    const version = versions[DISTRIBUTIONS[library] ?? library] ?? '';
    const elsewhere = library === 'dynaconf-files' ? inNoFile(open) : undefined;
    const figures: LiveFigures = {
      library,
      version,
      cases: reads,
      wrong: wrong.length,
      open,
      ...(elsewhere === undefined ? {} : { elsewhere }),
    };
    showFigures(t, seed, figures);
    assert.ok(reads >= cases);
    assert.equal(wrong.length, 0, [...new Set(wrong)].slice(0, 12).join('\n'));
    const left = undecidedOf(figures) - (elsewhere ?? 0);
    const most = elsewhere === undefined ? reads / 100 + 4 : reads / 200 + 6;
    assert.ok(left <= most, `${left} of ${reads} are undecided though the files say it`);
    assert.ok((elsewhere ?? 0) <= reads / 50, `${elsewhere} of ${reads} are undecided`);
  });
}

function inNoFile(open: ReadonlyMap<string, number>): number {
  return [...open].filter(([why]) => NOT_IN_FILES.test(why)).reduce((sum, [, it]) => sum + it, 0);
}

/** Files with secrets that are kept elsewhere, and the order of the variables of a process. */
const NOT_IN_FILES = /is not seen$|^the order of several variables decides$/;

const SCRIPT = 'test/oracle/call-libraries-live.py';
