import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Analysis } from '../../server/src/core/analysis.ts';
import { withFiles } from '../../server/src/host/build-snapshot.ts';
import { workspace } from '../workspace.ts';
import { drive } from './drive.ts';

const CLASS = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="own.env")

    port: int = 8000
    workers: int = 1
    name: str
`;
/** One that reads no file. */
const OTHER = CLASS.replace('env_file="own.env"', 'env_prefix="L_"').replace('name: str', 'name: str = ""');
const ENV = 'PORT=80\nWORKERS=2\nNAME=api\n';

it('a syntax error in any line of a class raises nothing in its settings file, and costs no other (F15)', () => {
  const lines = CLASS.split('\n');
  for (const junk of ['def (', '    x: int = = 1', '"""', ')', '    port: int =', '\t  odd', '@', 'class']) {
    for (let at = 0; at <= lines.length; at++) {
      const text = [...lines.slice(0, at), junk, ...lines.slice(at)].join('\n');
      const snapshot = workspace({ 'settings.py': text, 'own.env': ENV });
      const analysis = new Analysis(withFiles({ ...snapshot, files: new Map() }, snapshot.files));
      for (const path of ['own.env', 'settings.py']) {
        const { diagnostics, failures } = analysis.report(path);
        assert.deepEqual(failures, [], `${junk} before line ${at + 1}`);
        const errors = diagnostics.filter((it) => it.rule !== 'syntax-error' && it.severity === 'error');
        assert.deepEqual(errors, [], `${junk} before line ${at + 1}`);
      }
    }
  }
});

it('long files, deep expressions and garbage stop nothing (F15)', () => {
  const functions = Array.from(
    { length: 10_000 },
    (_, at) => `def f${at}(x):\n    return x + ${at}\n\n`,
  ).join('');
  return drive(
    [{ path: 'own.env', text: 'PORT=x\n', says: ['1:6 error[type-mismatch] `PORT` is not an integer'] }],
    {
      more: {
        'long.py': `${OTHER}\n\n${functions}`,
        'parens.py': `${OTHER}\n\nx = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`,
        'open.py': `${OTHER}\n\nx = ${'['.repeat(5000)}\n`,
        'unary.py': `import os\nfrom pydantic_settings import BaseSettings\nX = ${'not '.repeat(5000)}os.environ["A_KEY"]\n`,
        'chain.py': `import os\nX = os.environ["A_KEY"]${'.a'.repeat(5000)}\n`,
        'sum.py': `import os\nX = ${'1 + '.repeat(5000)}int(os.environ["A_KEY"])\n`,
        'nested.py': `import os\n${Array.from({ length: 90 }, (_, at) => `${' '.repeat(at)}if x:\n`).join('')}${' '.repeat(90)}y = os.environ["A_KEY"]\n`,
        'elif.py': `import os\nif x:\n    y = os.environ["A_KEY"]\n${'elif x:\n    y = 1\n'.repeat(2000)}`,
        'garbage.py': `from pydantic_settings import BaseSettings\n${'\0class (:\n\u2028'.repeat(500)}`,
        'cycle_a.py': 'from cycle_b import Base\n\n\nclass A(Base):\n    x: int = 1\n',
        'cycle_b.py':
          'from cycle_a import A\nfrom pydantic_settings import BaseSettings\n\n\nclass Base(A, BaseSettings):\n    y: int = X\n\n\nX = X\n',
      },
    },
  );
});
