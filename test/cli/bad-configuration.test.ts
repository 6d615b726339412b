import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, exampleCopy, put, read } from './run.ts';

const COMMANDS = [
  ['check'],
  ['resolve'],
  ['gates'],
  ['plan', 'rename', 'DB_POOL', 'DB_POOL_SIZE'],
  ['migrate', 'rename', 'DB_POOL', 'DB_POOL_SIZE', '--dry-run'],
];

/** Ends with 2 and one line, the same whatever is asked. */
function refused(
  root: string,
  message: RegExp,
  commands: readonly (readonly string[])[] = [['check']],
): void {
  for (const args of commands) {
    const run = crossfade(args, { cwd: root });
    assert.deepEqual([run.status, run.out], [2, ''], args.join(' '));
    assert.match(run.error, message);
    assert.match(run.error, /^[^\n]+\n$/);
  }
}

function withConfiguration(text: string | Uint8Array, path = 'crossfade.toml'): string {
  const root = exampleCopy();
  put(root, path, text);
  return root;
}

describe('a configuration', () => {
  it('that is no TOML is refused with the place, by every command', () => {
    refused(withConfiguration('exclude = [1\n'), /^crossfade: crossfade\.toml:1:12: /, COMMANDS);
    const root = exampleCopy();
    const lines = read(root, 'pyproject.toml').split('\n').length;
    put(root, 'pyproject.toml', `${read(root, 'pyproject.toml')}[tool.crossfade\n`);
    refused(root, new RegExp(`^crossfade: pyproject\\.toml:${lines}:\\d+: `));
  });

  it('with names that are not known says which was meant', () => {
    refused(
      withConfiguration('exclud = ["x"]\n'),
      /^crossfade: crossfade\.toml:1:1: `exclud` is not a setting of Crossfade; did you mean `exclude`\?\n$/,
    );
    refused(
      withConfiguration('[rules]\nunknwn-key = "off"\n'),
      /^crossfade: crossfade\.toml:2:1: `unknwn-key` is not a rule; did you mean `unknown-key`\?\n$/,
    );
    const root = exampleCopy();
    put(root, 'pyproject.toml', `${read(root, 'pyproject.toml')}\n[tool.crossfade]\nmigration = "x"\n`);
    refused(root, /^crossfade: pyproject\.toml:\d+:1: `migration` is not .*; did you mean `migrations`\?\n$/);
  });

  it('with values of the wrong type says what is needed', () => {
    refused(
      withConfiguration('exclude = "x"\n'),
      /^crossfade: crossfade\.toml:1:11: `exclude` needs a list /,
    );
    refused(
      withConfiguration('[rules]\nunknown-key = "fatal"\n'),
      /^crossfade: crossfade\.toml:2:15: `unknown-key` needs `off`, `hint`, /,
    );
  });

  it('cannot stop the walk with braces', () => {
    const started = Date.now();
    refused(
      withConfiguration(`exclude = ["${'{a,b}'.repeat(20)}"]\n`),
      /^crossfade: crossfade\.toml:1:12: `exclude` needs a pattern that stands for at most 1000 others\n$/,
    );
    assert.ok(Date.now() - started < 15_000);
  });

  it('that cannot be read is not taken for one that says nothing', () => {
    const latin1 = Buffer.from('exclude = ["\xe9"]\n', 'latin1');
    const message = /^crossfade: crossfade\.toml:1:1: the configuration cannot be read: it is not UTF-8\n$/;
    refused(withConfiguration(latin1), message);
    refused(
      withConfiguration(latin1, 'ci.toml'),
      /^crossfade: ci\.toml:1:1: the configuration cannot be read: it is not UTF-8\n$/,
      [['check', '--config', 'ci.toml']],
    );
    const shared = crossfade(['check'], { cwd: withConfiguration(latin1, 'pyproject.toml') });
    assert.equal(shared.status, 1);
    assert.match(shared.error, /^crossfade: pyproject\.toml:1:1: .*it is not UTF-8; .* does not count\n$/);
  });

  it('may be a pipe without stopping anything', { skip: process.platform === 'win32' }, () => {
    const root = exampleCopy();
    assert.equal(spawnSync('mkfifo', [join(root, 'crossfade.toml')]).status, 0);
    refused(
      root,
      /^crossfade: crossfade\.toml:1:1: the configuration cannot be read: it is not a regular file\n$/,
    );
  });

  it('that was named has to say something', () => {
    refused(exampleCopy(), /^crossfade: pyproject\.toml has no `\[tool\.crossfade]` table\n$/, [
      ['check', '--config', 'pyproject.toml'],
    ]);
    refused(
      exampleCopy(),
      /^crossfade: app:1:1: the configuration cannot be read: it is not a regular file\n$/,
      [['check', '--config', 'app']],
    );
  });

  it('is shown without its control characters', () => {
    refused(
      withConfiguration('[rules]\n"\\u001b[31mred\\n::error::" = "off"\n'),
      /^crossfade: crossfade\.toml:2:1: `\\u001b\[31mred\\u000a::error::` is not a rule\n$/,
    );
  });
});
