import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suppliers } from '../../server/src/core/supply/suppliers.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';

/** A file of each kind with the variable `A`, and what it is without it and with another name for it. */
const FILES = [
  ['Dockerfile', 'FROM x\nENV A=b C=d\n', 'FROM x\nENV C=d\n', 'FROM x\nENV NEW=b C=d\n'],
  ['a.service', '[Service]\nEnvironment=A=b\n', '[Service]\n', '[Service]\nEnvironment=NEW=b\n'],
  ['Procfile', 'web: A=b run\n', 'web: run\n', 'web: NEW=b run\n'],
  ['.envrc', 'export A=b\n', '', 'export NEW=b\n'],
  ['start.sh', ': "${A:=b}"\nexport A\n', 'export A\n', ': "${NEW:=b}"\nexport A\n'],
  [
    '.gitlab-ci.yml',
    'variables:\n  A: b\n  C: d\nx: {script: y}\n',
    'variables:\n  C: d\nx: {script: y}\n',
    'variables:\n  NEW: b\n  C: d\nx: {script: y}\n',
  ],
  [
    '.github/workflows/a.yml',
    'env:\n  A: b\n  C: d\njobs: {x: {}}\n',
    'env:\n  C: d\njobs: {x: {}}\n',
    'env:\n  NEW: b\n  C: d\njobs: {x: {}}\n',
  ],
] as const;

describe('a variable is edited where it stands', () => {
  for (const [path, text, removed, renamed] of FILES) {
    it(path, () => {
      const file = sourceFile(path, text);
      const variable = suppliers
        .filter((it) => it.matches(path))
        .flatMap((it) => it.supplied([file]).workloads)
        .flatMap((it) => it.sources)
        .flatMap((it) => (it.kind === 'variables' ? it.variables : []))
        .find((it) => it.name === 'A');
      const document = documentOf(file);
      assert.ok(variable?.entry && document);
      assert.equal(variable.shape, 'entry');
      const { entry } = variable;
      assert.equal(applyEdits(text, document.format.remove(document, entry)), removed);
      assert.equal(applyEdits(text, document.format.rename(document, entry, 'NEW')), renamed);
    });
  }
});
