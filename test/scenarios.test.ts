import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { rules } from '../server/src/core/rules/registry.ts';
import { DEFAULT_OPTIONS, type Snapshot } from '../server/src/core/snapshot.ts';
import { sourceFile } from '../server/src/core/text/source-file.ts';
import { withFiles } from '../server/src/host/build-snapshot.ts';
import { drawCarets } from './scenario/carets.ts';
import { checkLaws, checkLineEndings } from './scenario/laws.ts';
import { parsePage } from './scenario/page.ts';
import { actualExpectations, applyAllFixes, applyFix, fixTitled } from './scenario/run-scenario.ts';
import { type Scenario, scenarioOf } from './scenario/workspace-of.ts';
import { workspace } from './workspace.ts';

const RULE_PAGES = 'server/src/core/rules';
const pages = [
  ...readdirSync(RULE_PAGES).map((name) => join(RULE_PAGES, name)),
  ...readdirSync('test/scenarios').map((name) => join('test/scenarios', name)),
  'test/README.md',
].filter((path) => path.endsWith('.md'));

for (const path of pages) {
  const text = readFileSync(path, 'utf8');
  const page = parsePage(path, text);
  const rule = path.startsWith(RULE_PAGES) ? basename(path, '.md') : undefined;
  const only = rule === undefined ? undefined : new Set([rule, 'syntax-error']);
  describe(path, () => {
    const corrections: Correction[] = [];
    for (const section of page.sections) {
      const scenario = scenarioOf(section);
      if (!scenario) continue;
      it(scenario.title, async () => {
        const snapshot = await snapshotOf(scenario, rule);
        compareFindings(scenario, snapshot, only, corrections);
        compareFixed(scenario, snapshot, only, corrections);
        for (const file of scenario.files) {
          checkLaws(snapshot, file.path, only);
          checkLineEndings(snapshot, file.path, only);
        }
      });
    }
    if (process.env.UPDATE) it('is rewritten', () => rewrite(path, page.lines, corrections));
    if (rule !== undefined) it('is whole', () => checkRulePage(rule, text));
  });
}

/** Lines of a block that state something else than the tool says. */
interface Correction {
  readonly line: number;
  readonly text: string;
}

async function snapshotOf(scenario: Scenario, rule: string | undefined): Promise<Snapshot> {
  const files: Record<string, string> = {};
  for (const file of scenario.files) files[file.path] = file.text;
  if (scenario.config !== '') files['crossfade.toml'] = scenario.config;
  const offByDefault = rules.find((it) => it.id === rule)?.severity === 'off';
  const snapshot = workspace(
    files,
    offByDefault && rule ? { options: { ...DEFAULT_OPTIONS, rules: { [rule]: 'warning' as const } } } : {},
  );
  const { base } = scenario;
  const facts = base === undefined ? {} : { base: baseOf({ ...files, ...base }) };
  const stated = new Map(scenario.files.map((it) => [it.path, it]));
  const known = [...snapshot.files.values()].map((it) => {
    const { tracked, readable } = stated.get(it.path) ?? {};
    if (tracked) return sourceFile(it.path, it.text, { tracked: true });
    return readable ? sourceFile(it.path, it.text, { tracked: false, worldReadable: true }) : it;
  });
  return withFiles({ ...snapshot, ...facts, files: new Map() }, new Map(known.map((it) => [it.path, it])));
}

/** The state in which this line of work began, which a page calls `main`. */
function baseOf(files: Readonly<Record<string, string>>): NonNullable<Snapshot['base']> {
  return {
    name: 'main',
    view: { kind: 'seen', commit: 'main', date: '2026-09-01', snapshot: workspace(files) },
  };
}

function compareFindings(
  scenario: Scenario,
  snapshot: Snapshot,
  only: ReadonlySet<string> | undefined,
  corrections: Correction[],
): void {
  for (const file of scenario.files) {
    const stated = drawCarets(file.text, file.expectations);
    const actual = drawCarets(file.text, actualExpectations(snapshot, file, only));
    settle(file.line, stated, actual, `${file.path} in "${scenario.title}"`, corrections);
  }
}

function compareFixed(
  scenario: Scenario,
  snapshot: Snapshot,
  only: ReadonlySet<string> | undefined,
  corrections: Correction[],
): void {
  for (const { path, text, fix, line } of scenario.fixed) {
    const after =
      fix === undefined
        ? applyAllFixes(snapshot, path, only)
        : applyFix(snapshot, fixTitled(snapshot, path, fix, only));
    settle(
      line,
      text,
      after.files.get(path)?.text ?? '',
      `${path} after fixing in "${scenario.title}"`,
      corrections,
    );
  }
}

function settle(line: number, stated: string, actual: string, what: string, corrections: Correction[]): void {
  if (stated === actual) return;
  if (process.env.UPDATE) corrections.push({ line, text: actual });
  else assert.equal(actual, stated, what);
}

function rewrite(path: string, lines: readonly string[], corrections: readonly Correction[]): void {
  const rewritten = [...lines];
  for (const { line, text } of [...corrections].sort((a, b) => b.line - a.line)) {
    const fence = (lines[line] as string).match(/^`+/)?.[0] as string;
    const end = lines.indexOf(fence, line + 1);
    rewritten.splice(line + 1, end - line - 1, ...text.replace(/\n$/, '').split('\n'));
  }
  if (corrections.length > 0) writeFileSync(path, rewritten.join('\n'));
}

/** A rule's page has its headings in order, one example that reports and one that is silent. */
function checkRulePage(rule: string, text: string): void {
  const wanted = ['What it does', 'Why is this bad?', 'Examples'];
  const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1] as string);
  assert.deepEqual(headings.slice(0, 3), wanted);
  assert.ok(text.startsWith(`# \`${rule}\`\n`), 'the title is the rule');
  assert.ok(
    rules.some((it) => it.id === rule),
    'the rule is in the registry',
  );
  assert.ok(text.includes(`[${rule}]`), 'an example reports');
  const silent = parsePage(rule, text).sections.some((section) => {
    const scenario = scenarioOf(section);
    return scenario?.files.every((file) => file.expectations.every((it) => it.kind !== 'finding'));
  });
  assert.ok(silent, 'an example is silent');
  if (/unsafe/.test(text)) assert.ok(headings.includes('Fix safety'), 'unsafe fixes are explained');
}
