import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataOf } from '../../server/src/core/syntax/value-data.ts';
import { yaml } from '../../server/src/core/syntax/yaml.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import { yamlDocuments, yamlSlips, yamlSoup } from '../properties/yaml-texts.ts';
import { asciiJson, ask, liveCases, livePython } from './live-python.ts';
import { canonical, type Typed, typed } from './typed-data.ts';

/** What the loader makes of a document: a value, or the class of the exception it ends with. */
type Loaded = { readonly value: Typed } | { readonly error: string };

interface Vectors {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly (Loaded & { readonly text: string })[];
}

const vectors: Vectors = JSON.parse(readFileSync('test/vectors/yaml-scalars.json', 'utf8'));

/** As people write them, with mistakes, and token soup. */
const KINDS = { documents: yamlDocuments, slips: yamlSlips, soup: yamlSoup } as const;
type Kind = keyof typeof KINDS;

function texts(kind: Kind, count: number, seed: number): readonly string[] {
  return fc.sample(KINDS[kind], { seed, numRuns: count });
}

/**
 * What is refused although PyYAML reads it, because `yaml` sees other tokens there. No value is ever read differently,
 * and nothing that PyYAML refuses is accepted.
 */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'a sign right behind the name of an anchor or alias': /[&*][\w-]+[?:%@`]/,
  'a key that is an anchor or a tag alone': /[&!]\S*\s+:(?:\s|$)/,
  'a block text that starts in the column of what is around it': /(?:^|[\r\n\u0085\u2028\u2029]) *[|>]/,
};

interface Difference {
  readonly kind: 'another value' | 'accepted' | 'refused';
  readonly told: string;
}

/** What differs between us and the loader; undefined where nothing does. */
function difference(text: string, loaded: Loaded): Difference | undefined {
  const document = yaml.parse(sourceFile('settings.yaml', text));
  const upstream = document.problems.find((it) => it.upstream !== undefined)?.upstream;
  const told = `${asciiJson(text)}: the loader gives ${JSON.stringify(loaded)}`;
  if ('error' in loaded) {
    return upstream === undefined ? { kind: 'accepted', told: `${told}, we see no problem` } : undefined;
  }
  if (upstream !== undefined) return { kind: 'refused', told: `${told}, we see a ${upstream}` };
  // Where a limit of ours is reached, no value is claimed.
  if (document.problems.length > 0) return undefined;
  if (loaded.value[0] !== 'dict') {
    return document.root.entries.length > 0
      ? { kind: 'another value', told: `${told}, we see keys` }
      : undefined;
  }
  const ours = typed(dataOf(document.root));
  if (canonical(ours) === canonical(loaded.value)) return undefined;
  return { kind: 'another value', told: `${told}, we ${JSON.stringify(ours)}` };
}

function isKnown(text: string, { kind }: Difference): boolean {
  return kind === 'refused' && Object.values(REFUSED).some((pattern) => pattern.test(text));
}

test('recorded documents hold what PyYAML loads from them', () => {
  assert.equal(vectors.versions.PyYAML, '6.0.3');
  assert.ok(vectors.cases.length > 200);
  for (const { text, ...loaded } of vectors.cases) assert.equal(difference(text, loaded), undefined);
});

test('the first problem of a recorded document names the exception that PyYAML raises', () => {
  for (const it of vectors.cases) {
    if (!('error' in it)) continue;
    const { problems } = yaml.parse(sourceFile('settings.yaml', it.text));
    assert.equal(problems.find((problem) => problem.upstream !== undefined)?.upstream, it.error, it.text);
  }
});

test('generated documents hold what the installed PyYAML loads from them', (t) => {
  const python = livePython(t, 'yaml');
  if (python === undefined) return;
  const { count: all, seed } = liveCases();
  const count = Math.ceil(all / 3);
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const cases = texts(kind, count, seed);
    const loaded = ask<Loaded>(python, 'yaml-live.py', cases);
    const found = cases.flatMap((text, index) => {
      const it = difference(text, loaded[index] as Loaded);
      return it === undefined ? [] : [{ ...it, known: isKnown(text, it) }];
    });
    const refused = loaded.filter((it) => 'error' in it).length;
    const known = found.filter((it) => it.known).length;
    t.diagnostic(
      `PyYAML, ${kind}: ${count} texts, seed ${seed}, ${refused} refused, ${found.length} differ, ${known} as known`,
    );
    const wrong = found.filter((it) => !it.known).map((it) => `${it.kind}: ${it.told}`);
    assert.deepEqual(wrong.slice(0, 5), []);
    if (kind === 'documents') assert.equal(known, 0);
  }
});
