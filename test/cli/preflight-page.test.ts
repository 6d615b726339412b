import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { commitAll, repository } from './git-repository.ts';
import { folder, put } from './run.ts';

const PAGE = 'docs/preflight.md';

function programs(): string {
  const bin = folder();
  const path = join(bin, 'crossfade');
  put(bin, 'crossfade', `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/crossfade.mjs')}' "$@"\n`);
  chmodSync(path, 0o755);
  return bin;
}

describe(`the commands of ${PAGE}`, () => {
  const page = readFileSync(PAGE, 'utf8');
  const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((it) => ({
    language: it[1] as string,
    text: it[2] as string,
  }));
  const [before, after] = blocks.filter((it) => it.language === 'py').map((it) => it.text);
  const values = blocks.find((it) => it.language === 'env')?.text ?? '';
  const cwd = repository({
    'pyproject.toml': '[project]\nname = "shop"\n',
    '.gitignore': '.env*\npod\n',
    'settings.py': before ?? '',
    '.env.production': values,
  });
  commitAll(cwd, 'v1.7');
  put(cwd, 'settings.py', after ?? '');
  commitAll(cwd, 'v1.8');
  const path = `${programs()}${delimiter}${process.env.PATH ?? ''}`;
  let written = page;

  for (const [index, block] of blocks.entries()) {
    const stated = blocks[index + 1];
    if (block.language !== 'sh' || stated?.language !== 'text') continue;
    it(block.text.trimEnd().split('\n').at(-1) ?? '', () => {
      const { FORCE_COLOR: _forced, ...environment } = process.env;
      const run = spawnSync('sh', ['-e', '-c', block.text], {
        cwd,
        env: { ...environment, PATH: path },
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.ok(run.status === 0 || run.status === 1, run.stderr + run.stdout);
      assert.equal(run.status, /^no {2}|is not safe|does not start again/m.test(run.stdout) ? 1 : 0);
      assert.doesNotMatch(`${run.stdout}${run.stderr}`, /synthetic/);
      if (process.env.UPDATE) {
        const fence = `\`\`\`sh\n${block.text}\`\`\`\n\n\`\`\`text\n`;
        written = written.replace(
          `${fence}${stated.text}\`\`\``,
          () => `${fence}${run.stdout.trimEnd()}\n\`\`\``,
        );
        writeFileSync(PAGE, written);
      } else assert.equal(`${run.stdout.trimEnd()}\n`, stated.text);
    });
  }
});
