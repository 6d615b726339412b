import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deployOf, type Files, replicasOf } from './deploy.ts';

const DECOUPLE = ['from decouple import config', '', 'NAME = config("NAME", default="shop")'];
const ENVIRON = ['import os', '', 'NAME = os.environ.get("NAME", "shop")'];
const GONE = 'new/today no: attribute-gone';

function version(conf: readonly string[], main: readonly string[], path = 'conf.py'): Files {
  return {
    'pyproject.toml': '[project]\nname = "shop"\n',
    [path]: `${conf.join('\n')}\n`,
    'main.py': `${main.join('\n')}\n`,
  };
}

/** What becomes of new replicas where a line of a module of settings goes, or gives way to others. */
function judged(
  conf: readonly string[],
  line: string,
  main: readonly string[],
  next: readonly string[] = [],
) {
  const report = deployOf({
    from: version([...conf, line], main),
    to: version([...conf, ...next], main),
    untracked: { '.env': 'SIZE=3\n' },
  });
  return replicasOf(report).find((it) => it.startsWith('new/today'));
}

const SIZE = 'SIZE = config("SIZE", default=1, cast=int)';

describe('a constant of a module that is gone', () => {
  it('is still imported', () => {
    assert.equal(judged(DECOUPLE, SIZE, ['from conf import SIZE', '', 'print(SIZE)']), GONE);
  });

  it('is still read of the module', () => {
    assert.equal(judged(DECOUPLE, SIZE, ['import conf', '', 'print(conf.SIZE)']), GONE);
    const line = 'SIZE = os.environ.get("SIZE", "1")';
    assert.equal(judged(ENVIRON, line, ['import conf as c', '', 'def size():', '    return c.SIZE']), GONE);
  });

  it('was all that the module read', () => {
    const main = ['from conf import SIZE', '', 'print(SIZE)'];
    const report = deployOf({
      from: version(['import os', '', 'SIZE = os.environ.get("SIZE", "1")'], main),
      to: version(['import os'], main),
    });
    assert.equal(report.deploy, 'no');
    assert.ok(replicasOf(report).includes(GONE), replicasOf(report).join('\n'));
  });

  it('gave its name to another', () => {
    const next = ['MAX_SIZE = config("SIZE", default=1, cast=int)'];
    assert.equal(judged(DECOUPLE, SIZE, ['from conf import SIZE', '', 'print(SIZE)'], next), GONE);
  });

  it('may be missed where it is imported under a condition', () => {
    const main = ['try:', '    from conf import SIZE', 'except ImportError:', '    SIZE = 1'];
    assert.equal(judged(DECOUPLE, SIZE, main), 'new/today unknown: attribute-gone');
  });

  it('is missed by nobody where it goes on as a fixed value, or comes from elsewhere', () => {
    const main = ['from conf import SIZE', '', 'print(SIZE)'];
    for (const next of ['SIZE = 3', 'from sizes import SIZE', 'from sizes import *']) {
      assert.equal(judged(DECOUPLE, SIZE, main, [next]), 'new/today yes');
    }
  });

  it('is missed by nobody where another module has the name', () => {
    assert.equal(judged(DECOUPLE, SIZE, ['from sizes import SIZE', '', 'print(SIZE)']), 'new/today yes');
    assert.equal(judged(DECOUPLE, SIZE, ['SIZE = 1', 'print(SIZE)']), 'new/today yes');
  });
});
