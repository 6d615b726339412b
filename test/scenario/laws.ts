import assert from 'node:assert/strict';
import { environmentsOf } from '../../server/src/core/binding/environments.ts';
import { resolve } from '../../server/src/core/binding/resolve.ts';
import { ignoreFix } from '../../server/src/core/features/ignore-fix.ts';
import type { Diagnostic } from '../../server/src/core/rules/finding.ts';
import { schemasOf } from '../../server/src/core/schema/readers.ts';
import type { Snapshot } from '../../server/src/core/snapshot.ts';
import { documentOf, formatOf } from '../../server/src/core/syntax/formats.ts';
import { lastingFacts, sourceFile } from '../../server/src/core/text/source-file.ts';
import { applyFix, findings } from './run-scenario.ts';

/** What holds for every finding of every scenario, whatever the page states. */
export function checkLaws(snapshot: Snapshot, path: string, only: ReadonlySet<string> | undefined): void {
  const text = snapshot.files.get(path)?.text ?? '';
  const found = findings(snapshot, path, only);
  assert.deepEqual(findings({ ...snapshot }, path, only), found, 'a second analysis gives the same findings');
  for (const it of found) {
    const covered = text.slice(it.span.start, it.span.end);
    const wholeFile = it.span.start === 0 && it.span.end === 0;
    assert.ok(wholeFile || covered !== '', `${it.rule}: the span is not empty`);
    assert.ok(!/[\r\n]/.test(covered), `${it.rule}: the span is on one line`);
    assert.ok(!it.message.endsWith('.'), `${it.rule}: the message has no final full stop`);
    for (const fix of it.fixes ?? []) checkFix(snapshot, path, it.rule, fix, only);
    checkIgnore(snapshot, it, only);
  }
}

function checkFix(
  snapshot: Snapshot,
  path: string,
  rule: string,
  fix: Parameters<typeof applyFix>[1],
  only: ReadonlySet<string> | undefined,
): void {
  if (fix.edits.length === 0) return;
  const before = findings(snapshot, path, only);
  const fixed = applyFix(snapshot, fix);
  for (const changed of new Set(fix.edits.map((edit) => edit.path))) {
    const was = problems(snapshot, changed);
    const is = problems(fixed, changed);
    assert.ok(is <= was, `${rule}: "${fix.title}" leaves ${changed} readable`);
  }
  if (fix.safety === 'safe')
    assert.deepEqual(
      whatIsRead(fixed),
      whatIsRead(snapshot),
      `${rule}: "${fix.title}" changes nothing that is read`,
    );
  const after = findings(fixed, path, only);
  const count = (list: typeof before) => list.filter((it) => it.rule === rule).length;
  const errors = (list: typeof before) =>
    list.filter((it) => it.severity === 'error' && it.rule !== rule).length;
  assert.ok(count(after) < count(before), `${rule}: "${fix.title}" makes its finding go away`);
  assert.ok(errors(after) <= errors(before), `${rule}: "${fix.title}" brings no other error`);
}

/** Every finding can be ignored with a reason, wherever the file has comments. */
function checkIgnore(snapshot: Snapshot, finding: Diagnostic, only: ReadonlySet<string> | undefined): void {
  const { path, rule, span } = finding;
  const fix = ignoreFix(snapshot, finding);
  if (!fix) {
    const text = snapshot.files.get(path)?.text ?? '';
    const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1);
    const why = `${rule} in ${path} can be ignored: ${line.split('\n')[0]}`;
    assert.ok(isWithoutComments(path, text) || rule === 'bad-ignore', why);
    return;
  }
  if (rule === 'bad-ignore') return;
  const count = (it: Snapshot) => findings(it, path, only).filter((other) => other.rule === rule).length;
  const left = count(applyFix(snapshot, fix));
  assert.ok(left < count(snapshot), `${rule}: "${fix.title}" hides its finding`);
}

/** JSON, what is no settings file, and records without front matter. */
function isWithoutComments(path: string, text: string): boolean {
  if (path.endsWith('.md')) return !text.startsWith('---');
  return /\.json$/.test(path) || (!/\.(?:py|ya?ml|toml)$/.test(path) && formatOf(path) === undefined);
}

/** What every field of every service holds in every environment, wherever it comes from. */
function whatIsRead(snapshot: Snapshot): readonly unknown[] {
  return schemasOf(snapshot).flatMap((schema) =>
    environmentsOf(snapshot, schema).flatMap((environment) =>
      resolve(snapshot, schema, environment).fields.map(({ field, state, value }) => [
        `${schema.id}.${field.name} in ${environment.name}`,
        state,
        value,
      ]),
    ),
  );
}

function problems(snapshot: Snapshot, path: string): number {
  const file = snapshot.files.get(path);
  return file ? (documentOf(file)?.problems.length ?? 0) : 0;
}

/** The same findings, on the same lines, when all line endings are `\r\n`. */
export function checkLineEndings(
  snapshot: Snapshot,
  path: string,
  only: ReadonlySet<string> | undefined,
): void {
  const files = new Map(
    [...snapshot.files].map(([key, file]) => {
      const text = file.text.replace(/\r?\n/g, '\r\n');
      return [key, sourceFile(key, text, lastingFacts(file))];
    }),
  );
  const spoken = (it: Snapshot) =>
    findings(it, path, only).map((finding) => `${finding.rule}: ${finding.message}`);
  assert.deepEqual(spoken({ ...snapshot, files }), spoken(snapshot), 'line endings change nothing');
}
