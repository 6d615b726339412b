import { writeFileSync } from 'node:fs';
import type { Report } from './call-verdict.ts';
import { decoupleFileCase } from './decouple-file-cases.ts';
import { DJANGO_ENVIRON_PROXIES } from './django-environ-proxies.ts';
import { dynaconfFileCase } from './dynaconf-file-cases.ts';
import { DYNACONF_FILLED_TABLES } from './dynaconf-filled-tables.ts';
import { ENV_OBJECTS, envObjectCase } from './env-object-cases.ts';
import { ENVIRONS_TIMES } from './environs-times.ts';
import { runPython } from './live-batches.ts';

/** How many cases of each library are kept. */
const COUNT = 60;

// Records what libraries make of their settings files, for machines without them:
// CROSSFADE_PYTHON=… node out/test/oracle/record-call-files.js
const python = process.env.CROSSFADE_PYTHON;
if (!python) throw new Error('CROSSFADE_PYTHON names the Python that has python-decouple and dynaconf');
const cases = [
  ...[decoupleFileCase, dynaconfFileCase].flatMap((make) =>
    Array.from({ length: COUNT }, (_, index) => make(index + 1)),
  ),
  ...DYNACONF_FILLED_TABLES,
  ...DJANGO_ENVIRON_PROXIES,
  ...ENVIRONS_TIMES,
  ...ENV_OBJECTS.flatMap((name) =>
    Array.from({ length: COUNT / 2 }, (_, index) => envObjectCase(name, index + 1)),
  ),
];
const { versions, results } = await runPython<Report>(python, 'test/oracle/call-libraries-live.py', cases);
const vectors = cases.map((it, index) => JSON.stringify({ ...it, results: results[index] }));
writeFileSync(
  'test/vectors/call-files.json',
  `{"versions": ${JSON.stringify(versions)}, "cases": [\n${vectors.join(',\n')}\n]}\n`,
);
