import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { it } from 'node:test';
import { crossfade, EXAMPLE, exampleCopy, folder, put } from '../cli/run.ts';
import { startBuilt } from '../faults/built-server.ts';
import { parsePage } from '../scenario/page.ts';
import { scenarioOf } from '../scenario/workspace-of.ts';

/** Scenarios of each page that are compared; `PARITY_CASES=1000` takes them all. */
const PER_PAGE = Number(process.env.PARITY_CASES ?? 1);
const SEVERITIES = ['error', 'warning', 'info', 'hint'];
const TAGS = { unnecessary: 1, deprecated: 2 } as const;

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Range {
  readonly start: Place;
  readonly end: Place;
}
interface CheckDiagnostic {
  readonly path: string;
  readonly range: Range;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
  readonly environments: readonly string[];
  readonly tags: readonly (keyof typeof TAGS)[];
  readonly related: readonly { readonly path: string; readonly range: Range; readonly message: string }[];
}

/** What the built command line says of a folder, by path, in the words of the protocol. */
function commandLine(root: string): ReadonlyMap<string, readonly unknown[]> {
  const run = crossfade(['check', '--format', 'json'], { cwd: root });
  assert.ok(run.status === 0 || run.status === 1, `${root}: ${run.error}`);
  const { diagnostics } = JSON.parse(run.out) as { readonly diagnostics: readonly CheckDiagnostic[] };
  const found = new Map<string, unknown[]>();
  for (const it of diagnostics) {
    const environments = it.environments.length > 0 ? ` (${it.environments.join(', ')})` : '';
    const said = {
      range: zeroBased(it.range),
      severity: SEVERITIES.indexOf(it.severity) + 1,
      rule: it.rule,
      message: `${it.message}${environments}`,
      tags: it.tags.map((tag) => TAGS[tag]),
      related: it.related.map((place) => ({ ...place, range: zeroBased(place.range) })),
    };
    found.set(it.path, [...(found.get(it.path) ?? []), said]);
  }
  return found;
}

function zeroBased({ start, end }: Range): unknown {
  const position = ({ line, column }: Place) => ({ line: line - 1, character: column - 1 });
  return { start: position(start), end: position(end) };
}

/** The folders below `root`, each a workspace of its own, with the paths of their files. */
async function compare(root: string, folders: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const server = await startBuilt(root, null, [...folders.keys()]);
  try {
    for (const [name, paths] of folders) {
      const stated = commandLine(join(root, name));
      for (const path of new Set([...paths, ...stated.keys()])) {
        const said = (await server.pull(`${name}/${path}`)).map((it) => ({
          range: it.range,
          severity: it.severity,
          rule: it.code,
          message: it.message,
          tags: it.tags ?? [],
          related: (it.relatedInformation ?? []).map(({ location, message }) => ({
            path: decodeURIComponent(location.uri).split(`/${name}/`)[1],
            range: location.range,
            message,
          })),
        }));
        assert.deepEqual(said, stated.get(path) ?? [], `${path} in ${name}`);
      }
    }
    await server.stop();
  } finally {
    server.kill();
  }
}

it('the editor says what the command line says, of the example', async () => {
  const root = exampleCopy();
  const name = basename(EXAMPLE);
  await compare(join(root, '..'), new Map([[name, ['.env', 'config.yaml', 'app/settings.py']]]));
});

it('the editor says what the command line says, of the scenarios', async () => {
  const root = folder();
  const folders = new Map<string, readonly string[]>();
  for (const pages of ['test/scenarios', 'server/src/core/rules']) {
    for (const page of readdirSync(pages).filter((it) => it.endsWith('.md'))) {
      const { sections } = parsePage(page, readFileSync(join(pages, page), 'utf8'));
      const scenarios = sections.flatMap((section) => scenarioOf(section) ?? []);
      for (const [at, { files, config }] of scenarios.slice(0, PER_PAGE).entries()) {
        const name = `${basename(page, '.md')}-${at}`;
        for (const { path, text } of files) put(join(root, name), path, text);
        if (config !== '') put(join(root, name), 'crossfade.toml', config);
        folders.set(
          name,
          files.map((it) => it.path),
        );
      }
    }
  }
  assert.ok(folders.size > 20);
  await compare(root, folders);
});
