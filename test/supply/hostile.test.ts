import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suppliers } from '../../server/src/core/supply/suppliers.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

const doubling = (line: (from: string, to: string) => string) =>
  Array.from({ length: 60 }, (_, index) => line(`V${index}`, `V${index + 1}`)).join('\n');
const jobs = Array.from({ length: 10 }, (_, level) =>
  Array.from({ length: 10 }, (_, index) => {
    const bases = Array.from({ length: 10 }, (_, base) => `.j${level + 1}x${base}`).join(', ');
    return `${level === 0 ? 'job' : '.'}j${level}x${index}: {extends: [${bases}], variables: {A: b}}`;
  }).join('\n'),
).join('\n');
const LONG = 200_000;

/** Texts that would grow without bound, or take quadratic time, where they are read without care. */
const HOSTILE = [
  ['Dockerfile', `FROM scratch\nENV V0=abcdefgh\n${doubling((from, to) => `ENV ${to}=$${from}$${from}`)}\n`],
  ['Dockerfile', `FROM scratch\nENV A=${'${B:-'.repeat(LONG / 5)}\n`],
  ['Dockerfile', `FROM scratch\nENV A=${'"'.repeat(LONG + 1)}\n`],
  ['Dockerfile', `FROM scratch\nRUN ${'<<A '.repeat(2000)}\n`],
  ['Dockerfile', 'ENV A=b \\\n'.repeat(LONG / 20)],
  ['.envrc', `export V0=abcdefgh\n${doubling((from, to) => `export ${to}=$${from}$${from}`)}\n`],
  ['.envrc', `export A=${'$('.repeat(LONG / 2)}`],
  ['.envrc', `export A=${'"$(x)"'.repeat(LONG / 6)}`],
  ['start.sh', `${'(('.repeat(LONG / 4)}export A=b${'))'.repeat(LONG / 4)}\n`],
  ['a.service', `[Service]\n${'Environment=A=b \\\n'.repeat(LONG / 40)}`],
  ['a.service', `[Service]\nEnvironment=${'\\'.repeat(LONG)}\n`],
  ['Procfile', `web: ${'A=b '.repeat(LONG / 20)}run\n`],
  ['tox.ini', `[pytest]\nenv${' '.repeat(LONG)}x\n`],
  ['tox.ini', `[testenv]\nsetenv =\n${'  {[testenv]setenv}\n'.repeat(100)}`],
  ['.gitlab-ci.yml', jobs],
  ['.github/workflows/a.yml', `jobs: {a: {steps: [{run: '${'echo A=b '.repeat(LONG / 40)} GITHUB_ENV'}]}}`],
] as const;

describe('hostile texts are read in no time', () => {
  for (const [path, text] of HOSTILE) {
    it(`${path}: ${JSON.stringify(text.slice(0, 60))}`, () => {
      const started = performance.now();
      for (const supplier of suppliers.filter((it) => it.matches(path))) {
        const { workloads, problems } = supplier.supplied([sourceFile(path, text)]);
        for (const { span } of problems) assert.ok(span.start < span.end && span.end <= text.length);
        for (const { sources } of workloads) {
          for (const source of sources) {
            if (source.kind !== 'variables') continue;
            for (const { value } of source.variables)
              if (value.kind === 'text') assert.ok(value.text.length <= LONG);
          }
        }
      }
      assert.ok(performance.now() - started < 10_000, 'work grows with the text, not with its square');
    });
  }
});
