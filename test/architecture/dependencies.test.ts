import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { importsOf, packageOf, sources } from './sources.ts';

/** Given by the platform that runs the file. */
const PLATFORM = /^(node:|vscode$)/;

/** A row of the table *Dependencies* in ARCHITECTURE.md: packages, and the paths that may import them. */
interface Row {
  readonly packages: readonly string[];
  readonly homes: readonly RegExp[];
}

describe('the table of dependencies', () => {
  const rows = tableRows();
  const used = [...sources('server/src'), ...sources('client/src')].flatMap((file) =>
    importsOf(file)
      .filter(({ target }) => !target.startsWith('.') && !PLATFORM.test(target))
      .map(({ target }) => ({ file, name: packageOf(target) })),
  );

  it('names the home of every package that is imported', () => {
    const strays = used.filter(({ file, name }) => {
      const row = rows.find(({ packages }) => packages.includes(name));
      return !row?.homes.some((home) => home.test(file));
    });
    assert.deepEqual(strays, []);
  });

  it('names the packages of the manifest, and no others', () => {
    const manifest: Record<string, Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = rows.flatMap(({ packages }) => packages);
    const installed = { ...manifest.devDependencies, ...manifest.dependencies };
    const missing = Object.keys(manifest.dependencies ?? {}).filter((name) => !named.includes(name));
    assert.deepEqual(missing, []);
    assert.deepEqual(
      named.filter((name) => installed[name] === undefined),
      [],
    );
  });
});

function tableRows(): readonly Row[] {
  const section =
    readFileSync('ARCHITECTURE.md', 'utf8').split('## Dependencies')[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\|(.*)\|.*\|(.*)\|$/gm)].map((match) => [
    ticked(match[1]),
    ticked(match[2]),
  ]);
  const rows = cells
    .map(([packages = [], homes = []]) => ({
      packages: packages.map(wholeName),
      homes: homes.map(pathPattern),
    }))
    .filter(({ packages }) => packages.length > 0);
  assert.ok(rows.length > 5, 'the table is found');
  return rows;
}

function ticked(cell: string | undefined): readonly string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
}

/** `-textdocument` goes on from the name before it. */
function wholeName(name: string, index: number, all: readonly string[]): string {
  return name.startsWith('-') ? `${all[index - 1]}${name}` : name;
}

/** `core/syntax/yaml*.ts` is below `server/src`; a name that ends in `/` is a folder. */
function pathPattern(home: string): RegExp {
  const path = home.startsWith('client/') ? home : `server/src/${home}`;
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${escaped}${path.endsWith('/') ? '' : '$'}`);
}
