import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { type Block, blocksOf } from './page-blocks.ts';
import { folder, put, workspaceOnDisk } from './run.ts';

const PAGE = 'docs/migrations.md';
/** The day of the page, in ids and in dates. */
const DAY = '2026-09-23';

/** The service of the page, committed, and `crossfade` on the path. */
function service(blocks: readonly Block[]): { readonly cwd: string; readonly path: string } {
  const text = (language: string) => blocks.find((it) => it.language === language)?.text ?? '';
  const cwd = workspaceOnDisk({
    'settings.py': text('py'),
    'pyproject.toml': text('toml'),
    'deploy/development.env': 'DB_POOL=5\n',
    'deploy/staging.env': 'DB_POOL=10\n',
    'deploy/production.env': 'DB_POOL=20\n',
    '.gitignore': '*.txt\n',
  });
  const bin = folder();
  put(bin, 'crossfade', `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/crossfade.mjs')}' "$@"\n`);
  chmodSync(join(bin, 'crossfade'), 0o755);
  const git = (...args: string[]) => assert.equal(spawnSync('git', args, { cwd }).status, 0);
  git('init', '-q');
  git('config', 'user.name', 'Mira Example');
  git('config', 'user.email', 'mira@example.org');
  git('add', '-A');
  git('commit', '-qm', 'Add the service');
  return { cwd, path: `${bin}${delimiter}${process.env.PATH ?? ''}` };
}

/** What is new each day, and each time: dates of today and ids of commits, each in the order in which it is first seen. */
function steady(text: string): string {
  const today = new Date().toISOString().slice(0, 10);
  const ids: string[] = [];
  return text
    .replaceAll(today, DAY)
    .replaceAll(today.replaceAll('-', ''), DAY.replaceAll('-', ''))
    .replace(/\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12}\b|\b\d{12}\b/g, (id) => {
      if (!ids.includes(id)) ids.push(id);
      return `${'0'.repeat(11)}${ids.indexOf(id) + 1}`;
    });
}

describe(`the commands of ${PAGE}`, () => {
  const page = readFileSync(PAGE, 'utf8');
  const blocks = blocksOf(page);
  const { cwd, path } = service(blocks);
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  let written = page;

  for (const [index, block] of blocks.entries()) {
    const stated = blocks[index + 1];
    if (block.language !== 'sh' || stated?.language !== 'text') continue;
    it(block.text.split('\n')[0] ?? '', () => {
      const { FORCE_COLOR: _forced, ...environment } = process.env;
      const run = spawnSync('sh', ['-e', '-c', block.text.replaceAll(DAY.replaceAll('-', ''), today)], {
        cwd,
        env: { ...environment, PATH: path },
        encoding: 'utf8',
        timeout: 120_000,
      });
      assert.equal(run.status, 0, run.stderr + run.stdout);
      const out = steady(run.stdout).trimEnd();
      if (process.env.UPDATE) {
        const fence = `\`\`\`sh\n${block.text}\`\`\`\n\n\`\`\`text\n`;
        const text = out === '' ? '' : `${out}\n`;
        written = written.replace(`${fence}${stated.text}\`\`\``, () => `${fence}${text}\`\`\``);
        writeFileSync(PAGE, written);
      } else assert.equal(out, stated.text.trimEnd());
    });
  }
});
