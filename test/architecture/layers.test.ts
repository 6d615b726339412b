import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileOf, importsOf, packageOf, sources } from './sources.ts';

/**
 * The layers, lowest first, with the packages that each may import. A file may import from its own layer and from
 * those above it in this list.
 */
const LAYERS: readonly { readonly path: string; readonly packages: readonly string[] }[] = [
  { path: 'server/src/core/text/', packages: ['fastest-levenshtein'] },
  { path: 'server/src/core/syntax/', packages: ['yaml', 'toml-eslint-parser', 'jsonc-parser'] },
  { path: 'server/src/core/supply/', packages: [] },
  { path: 'server/src/core/mentions/', packages: [] },
  { path: 'server/src/core/python/', packages: ['web-tree-sitter'] },
  { path: 'server/src/core/snapshot.ts', packages: [] },
  { path: 'server/src/core/options-for.ts', packages: [] },
  { path: 'server/src/core/schema/', packages: [] },
  { path: 'server/src/core/values/', packages: [] },
  { path: 'server/src/core/binding/', packages: [] },
  { path: 'server/src/core/preflight/', packages: [] },
  { path: 'server/src/core/catalogs/', packages: [] },
  { path: 'server/src/core/migration/', packages: [] },
  { path: 'server/src/core/rules/', packages: [] },
  { path: 'server/src/core/apply-file-edits.ts', packages: [] },
  { path: 'server/src/core/features/', packages: [] },
  { path: 'server/src/core/analysis.ts', packages: [] },
  { path: 'server/src/version.ts', packages: [] },
  { path: 'server/src/options/', packages: ['zod'] },
  { path: 'server/src/host/', packages: ['node:', 'ignore', 'picomatch', 're2js', 'web-tree-sitter'] },
  {
    path: 'server/src/lsp/',
    packages: ['node:', 'vscode-languageserver', 'vscode-languageserver-textdocument', 'vscode-uri'],
  },
  { path: 'server/src/cli/', packages: ['node:', 'commander', 'picocolors', 'diff'] },
];

/** Packages that one folder alone may import. */
const HOMES: Readonly<Record<string, string>> = {
  yaml: 'server/src/core/syntax/yaml',
  'toml-eslint-parser': 'server/src/core/syntax/toml',
  'jsonc-parser': 'server/src/core/syntax/json',
  'fastest-levenshtein': 'server/src/core/text/nearest.ts',
  zod: 'server/src/options/',
  re2js: 'server/src/host/',
  ignore: 'server/src/host/',
};

const NEVER = [/from 'node:(net|http|https|dgram|tls|http2)'/, /\bfetch\(/, /\beval\(/, /new Function\(/];

describe('the layers', () => {
  const files = sources('server/src');

  it('are imported one way', () => {
    const broken = files.flatMap((file) => importsOf(file).flatMap(({ target }) => fault(file, target)));
    assert.deepEqual(broken, []);
  });

  it('cover every source file', () => {
    assert.deepEqual(
      files.filter((file) => layerOf(file) < 0),
      [],
    );
  });

  it('give packages one home each', () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .map(({ target }) => target)
        .filter((target) => HOMES[packageOf(target)] !== undefined)
        .filter((target) => !file.startsWith(HOMES[packageOf(target)] as string))
        .map((target) => `${file} imports ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('keep the network and evaluation of text out, and processes but git', () => {
    const text = (file: string) => readFileSync(file, 'utf8');
    assert.deepEqual(
      files.filter((file) => NEVER.some((pattern) => pattern.test(text(file)))),
      [],
    );
    assert.deepEqual(
      files.filter((file) => /from 'node:child_process'/.test(text(file))),
      ['server/src/host/git.ts'],
    );
  });

  it('leave the client nothing of the server', () => {
    const broken = sources('client/src').flatMap((file) =>
      importsOf(file)
        .map(({ target }) => target)
        .filter((target) => !target.startsWith('./') && !target.startsWith('../'))
        .filter(
          (target) =>
            target !== 'vscode' && target !== 'vscode-languageclient/node' && !target.startsWith('node:'),
        )
        .map((target) => `${file} imports ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('hold no barrels and no drawers', () => {
    const forbidden = /(^|\/)(index|utils?|helpers?|common|misc|types|manager)\.ts$/;
    assert.deepEqual(
      [...files, ...sources('client/src')].filter((file) => forbidden.test(file)),
      [],
    );
  });
});

function fault(file: string, target: string): readonly string[] {
  const own = layerOf(file);
  if (target.startsWith('.')) {
    const path = fileOf(file, target);
    if (path === 'package.json')
      return file === 'server/src/version.ts' ? [] : [`${file} imports package.json`];
    const other = layerOf(path);
    const sideways = file.startsWith('server/src/cli/') && path.startsWith('server/src/lsp/');
    return other > own || sideways ? [`${file} imports ${path}`] : [];
  }
  const allowed = LAYERS[own]?.packages ?? [];
  const name = packageOf(target);
  return allowed.some((it) => it === name || (it === 'node:' && target.startsWith('node:')))
    ? []
    : [`${file} imports ${target}`];
}

function layerOf(path: string): number {
  return LAYERS.findIndex((layer) => path.startsWith(layer.path));
}
