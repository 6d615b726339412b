import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { blocksOf } from './page-blocks.ts';
import { folder, put, workspaceOnDisk } from './run.ts';

const PAGE = 'docs/environments.md';

/** What each tool prints when it is called as the page calls it. */
const RECORDINGS: Readonly<Record<string, string>> = {
  'kubectl exec deploy/shop-api -- env -0': 'kubectl-env.txt',
  'kubectl get configmap/shop-api secret/shop-api --output json': 'kubectl-configmap.json',
  'aws ssm get-parameters-by-path --path /shop/production --with-decryption --output json': 'aws-ssm.json',
  'vault kv get -format=json secret/shop/production': 'vault.json',
  'doppler secrets download --project shop --config prd --no-file --format json': 'doppler.json',
  'terraform show -json': 'terraform.json',
  'helm template shop ./chart --values chart/values.production.yaml': 'helm.yaml',
};

/** A folder of programs: the recorded tools, and crossfade itself. */
function programs(): string {
  const bin = folder();
  const add = (name: string, script: string) => {
    put(bin, name, script);
    chmodSync(join(bin, name), 0o755);
  };
  for (const tool of new Set(Object.keys(RECORDINGS).map((it) => it.split(' ')[0] as string))) {
    const cases = Object.entries(RECORDINGS)
      .filter(([command]) => command.startsWith(`${tool} `))
      .map(([command, file]) => `'${command}') cat '${resolve('test/fixtures/tools', file)}' ;;`);
    add(
      tool,
      `#!/bin/sh\ncase "${tool} $*" in\n${cases.join('\n')}\n*) echo "not recorded: $*" >&2; exit 9 ;;\nesac\n`,
    );
  }
  add('crossfade', `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/crossfade.mjs')}' "$@"\n`);
  return bin;
}

describe(`the commands of ${PAGE}`, () => {
  const page = readFileSync(PAGE, 'utf8');
  const blocks = blocksOf(page);
  const files = Object.fromEntries(
    blocks.flatMap(({ language, text }) =>
      language === 'py' ? [['settings.py', text]] : language === 'env' ? [['.env', text]] : [],
    ),
  );
  const cwd = workspaceOnDisk({ ...files, 'pyproject.toml': '[project]\nname = "shop"\n' });
  const path = `${programs()}${delimiter}${process.env.PATH ?? ''}`;
  let written = page;

  for (const [index, block] of blocks.entries()) {
    const stated = blocks[index + 1];
    if (block.language !== 'sh' || stated?.language !== 'text') continue;
    it(block.text.split('\n')[0] ?? '', () => {
      const { FORCE_COLOR: _forced, ...environment } = process.env;
      const run = spawnSync('sh', ['-e', '-c', block.text], {
        cwd,
        env: { ...environment, PATH: path },
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.equal(run.status, 0, run.stderr + run.stdout);
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

  it('are all there', () => {
    const commands = blocks.filter((it) => it.language === 'sh').map((it) => it.text);
    for (const command of Object.keys(RECORDINGS))
      assert.ok(
        commands.some((it) => it.includes(command)),
        command,
      );
  });
});
