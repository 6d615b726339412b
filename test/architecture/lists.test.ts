import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { rules } from '../../server/src/core/rules/registry.ts';
import { importsOf } from './sources.ts';

const RULES = 'server/src/core/rules';

/** Lists that run the product, with the files that an element makes necessary. */
const LISTS: readonly { readonly list: string; readonly folder: string; readonly element: RegExp }[] = [
  { list: 'server/src/core/rules/registry.ts', folder: RULES, element: /: Rule = \{/ },
  {
    list: 'server/src/core/syntax/formats.ts',
    folder: 'server/src/core/syntax',
    element: /^export const \w+: Format = /m,
  },
  { list: 'server/src/core/schema/readers.ts', folder: 'server/src/core/schema', element: /: Reader = \{/ },
  {
    list: 'server/src/core/catalogs/catalogs.ts',
    folder: 'server/src/core/catalogs',
    element: /: Catalog = \{/,
  },
  {
    list: 'server/src/core/migration/kinds/kinds.ts',
    folder: 'server/src/core/migration/kinds',
    element: /: Kind = \{/,
  },
  { list: 'server/src/lsp/handlers.ts', folder: 'server/src/lsp/handlers', element: /: Handler = \{/ },
  {
    list: 'server/src/cli/run-cli.ts',
    folder: 'server/src/cli/commands',
    element: /^export function add[A-Z]\w*\(program/m,
  },
];

describe('every element that is written is listed', () => {
  for (const { list, folder, element } of LISTS) {
    it(`in ${list}`, () => {
      const listed = importsOf(list).map(({ target }) => basename(target));
      const written = namesIn(folder, '.ts').filter((name) =>
        element.test(readFileSync(join(folder, name), 'utf8')),
      );
      assert.ok(written.length > 0, 'an element is found by its declaration');
      assert.deepEqual(
        written.filter((name) => !listed.includes(name)),
        [],
      );
    });
  }
});

describe('a rule', () => {
  for (const rule of rules) {
    it(`${rule.id} has a file and a page of its name, and says what it is about in a sentence`, () => {
      assert.match(rule.id, /^[a-z]+(-[a-z]+)*$/);
      for (const extension of ['.ts', '.md'])
        assert.ok(existsSync(join(RULES, rule.id + extension)), extension);
      assert.match(rule.summary, /^[A-Z].*\.$/);
    });
  }

  it('is there for every page, and there is one of each name', () => {
    const ids = rules.map((rule) => rule.id).sort();
    assert.deepEqual(
      namesIn(RULES, '.md').map((name) => basename(name, '.md')),
      ids,
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});

function namesIn(folder: string, extension: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .sort();
}
