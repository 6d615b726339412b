import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { walkEntries } from '../../server/src/core/syntax/document.ts';
import { documentOf } from '../../server/src/core/syntax/formats.ts';
import { sourceFile } from '../../server/src/core/text/source-file.ts';
import type { Span } from '../../server/src/core/text/span.ts';
import { parsePage } from '../scenario/page.ts';
import { scenarioOf } from '../scenario/workspace-of.ts';

/** Pages of scenarios hold settings files of every kind; fixtures of each format are taken from them. */
const PER_FORMAT = 10;

function fixtures(): readonly { readonly path: string; readonly text: string }[] {
  const taken = new Map<string, { path: string; text: string }[]>();
  for (const folder of ['test/scenarios', 'server/src/core/rules'])
    for (const name of readdirSync(folder).filter((it) => it.endsWith('.md'))) {
      for (const section of parsePage(name, readFileSync(join(folder, name), 'utf8')).sections) {
        for (const { path, text } of scenarioOf(section)?.files ?? []) {
          const format = documentOf(sourceFile(path, ''))?.format.name;
          if (format === undefined || text.length < 20 || text.length > 2000) continue;
          const known = taken.get(format) ?? [];
          taken.set(format, known);
          if (!known.some((it) => it.text === text)) known.push({ path, text });
        }
      }
    }
  return [...taken.values()].flatMap((it) =>
    it.sort((a, b) => b.text.length - a.text.length).slice(0, PER_FORMAT),
  );
}

const ODD = [
  { path: 'odd.env', text: "export A=\"x ${B:-$'} é\u{1f600}\"\r\n# c\nB='y\\'' # d\n C = \n\tD\rE=`x`" },
  {
    path: 'odd.yaml',
    text: '%YAML 1.1\n---\na: &x {b: [1, "\\u00e9", \'é\u{1f600}\']}\nc: |2-\n    t\n? d\n: !!str 1\n<<: *x\n',
  },
  {
    path: 'odd.toml',
    text: 'a = """x\\\n  y"""\n[b."c d".e]\nf = {g = [1, 2,], h = 1979-05-27}\n[[i]]\nj = \'\'\'é\'\'\'\n',
  },
];

it('a file that ends at any place is read without an exception, and every span lies in it (F11)', () => {
  const all = [...fixtures(), ...ODD];
  assert.ok(all.length >= 20, `${all.length} fixtures`);
  for (const { path, text } of all) {
    for (let end = 0; end <= text.length; end++) {
      const part = text.slice(0, end);
      const document = documentOf(sourceFile(path, part)) ?? assert.fail(path);
      const spans: Span[] = [...document.problems, ...document.comments].map((it) => it.span);
      for (const { entry } of walkEntries(document.root)) {
        spans.push(entry.span, entry.key.span, ...(entry.value ? [entry.value.span] : []));
        // What a fix would do must not throw either.
        document.format.remove(document, entry);
        document.format.rename(document, entry, 'other');
        document.format.replace(document, entry, { kind: 'str', value: 'x' });
      }
      for (const span of spans)
        assert.ok(0 <= span.start && span.start <= span.end && span.end <= end, `${path} cut at ${end}`);
    }
  }
});
