import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { crossfade, EXAMPLE, folder, golden, workspaceOnDisk } from './run.ts';

const at = { cwd: EXAMPLE };

function refused(args: readonly string[], message: string, cwd = EXAMPLE): void {
  const run = crossfade(args, { cwd });
  assert.deepEqual([run.status, run.out, run.error], [2, '', message], args.join(' '));
}

describe('the command line', () => {
  it('prints help and version', () => {
    const help = crossfade(['--help']);
    assert.deepEqual([help.status, help.error], [0, '']);
    golden('help.txt', help.out);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.deepEqual(crossfade(['--version']), { status: 0, out: `${version}\n`, error: '' });
    for (const command of ['check', 'resolve', 'migrate', 'plan', 'gates', 'advance', 'explain', 'lsp']) {
      const run = crossfade([command, '--help']);
      assert.deepEqual([run.status, run.error], [0, '']);
      assert.ok(run.out.startsWith(`Usage: crossfade ${command} `), command);
    }
  });

  it('shows what there is when nothing is asked', () => {
    const run = crossfade([]);
    assert.deepEqual([run.status, run.out], [2, '']);
    golden('help.txt', run.error);
  });

  it('refuses what it does not know', () => {
    const seeHelp = '(crossfade --help shows what there is)\n';
    refused(['chek'], `error: unknown command 'chek'\n(Did you mean check?)\n${seeHelp}`);
    refused(
      ['check', '--exit-zer'],
      `error: unknown option '--exit-zer'\n(Did you mean --exit-zero?)\n${seeHelp}`,
    );
    refused(
      ['check', '--format', 'xml'],
      `error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, concise, json, jsonl, sarif, github, gitlab, junit.\n${seeHelp}`,
    );
    refused(['lsp'], `error: required option '--stdio' not specified\n${seeHelp}`);
  });

  it('refuses paths that are not there or lead out', () => {
    refused(['check', '--root', 'nowhere'], 'crossfade: `nowhere` is not a folder\n');
    refused(['check', '--root', '.env'], 'crossfade: `.env` is not a folder\n');
    refused(['check', '.env', 'nowhere.env'], 'crossfade: there is no file or folder `nowhere.env`\n');
    refused(['check', '..'], 'crossfade: `..` is outside the root; --root names another one\n');
    refused(['check', '--config', 'nowhere.toml'], 'crossfade: there is no configuration `nowhere.toml`\n');
    refused(['check', '-'], 'crossfade: `check -` reads standard input and needs --stdin-filename\n');
    refused(
      ['check', '--output-file', 'config.yaml/report'],
      'crossfade: `config.yaml/report` cannot be written: a part of its path is no folder\n',
    );
  });

  it('takes a name that starts with two dots for what it is', () => {
    const root = workspaceOnDisk({ '..env/.env': 'A=1\nA=2\n' });
    const run = crossfade(['check', '..env'], { cwd: root });
    assert.deepEqual([run.error, run.status], ['', 0]);
  });

  it('has nothing to say about an empty folder', () => {
    assert.deepEqual(crossfade(['check'], { cwd: folder() }), {
      status: 0,
      out: 'No findings in 0 settings files\n',
      error: '',
    });
  });

  it('ends quietly when nobody reads on', { skip: process.platform === 'win32' }, () => {
    const program = join(process.cwd(), 'bin', 'crossfade.mjs');
    const line = `"${process.execPath}" "${program}" check --format json | true; echo "\${PIPESTATUS[0]}"`;
    const run = spawnSync('bash', ['-c', line], { cwd: EXAMPLE, encoding: 'utf8' });
    assert.deepEqual([run.stdout, run.stderr], ['1\n', '']);
  });
});

describe('explain', () => {
  it('lists the rules', () => {
    const run = crossfade(['explain']);
    assert.equal(run.status, 0);
    const pages = readdirSync('server/src/core/rules').filter((name) => name.endsWith('.md'));
    assert.deepEqual(
      run.out
        .trimEnd()
        .split('\n')
        .map((line) => `${line.split(' ')[0]}.md`),
      pages.sort(),
    );
  });

  it("prints a rule's page as it stands", () => {
    const run = crossfade(['explain', 'unknown-key']);
    assert.deepEqual([run.status, run.error], [0, '']);
    assert.equal(run.out, readFileSync('server/src/core/rules/unknown-key.md', 'utf8'));
  });

  it('asks what was meant', () => {
    refused(
      ['explain', 'unknwn-key'],
      'crossfade: there is no rule `unknwn-key`; did you mean `unknown-key`?\n',
    );
    refused(['explain', 'zzz'], 'crossfade: there is no rule `zzz`\n');
    assert.equal(crossfade(['explain', '../masked'], at).status, 2);
  });
});
