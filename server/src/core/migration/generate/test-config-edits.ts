import type { FileEdit } from '../../text/file-edit.ts';
import type { SourceFile } from '../../text/source-file.ts';
import { span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { type KeyGroup, keyGroups } from './key-groups.ts';
import { converted, noteFor, type TestEdits } from './test-edits.ts';

/**
 * What the configuration of pytest puts into the process environment of tests: the option `env` of pytest-env 1.1
 * (`pytest_env/plugin.py`) in `pyproject.toml`, `pytest.ini`, `tox.ini` and `setup.cfg`, whose lines may begin with flags
 * such as `D:`, and its table `[tool.pytest_env]`.
 */
export function testConfigEdits(facts: MigrationFacts): TestEdits {
  const found = (facts.testConfigs ?? []).flatMap((file) =>
    keyGroups(facts).flatMap((group) => fileEdits(facts, group, file)),
  );
  return { edits: found.flatMap((it) => it.edits), notes: [...new Set(found.flatMap((it) => it.notes))] };
}

function fileEdits(facts: MigrationFacts, group: KeyGroup, { path, text }: SourceFile): readonly TestEdits[] {
  const convert = converted(facts, group);
  const [next, ...more] = group.to;
  return placesIn(text, group.from).map(({ name, start, valueStart, value }) => {
    const taken = more.length > 0 || group.from.length > 1 ? undefined : convert(value);
    if (next === undefined || taken === undefined || (taken !== value && !/^[\w.:/@,-]*$/.test(taken)))
      return { edits: [], notes: [noteFor(path, group, name)] };
    const edits: readonly FileEdit[] = [
      { path, span: span(start, start + name.length), newText: next },
      { path, span: span(valueStart, valueStart + value.length), newText: taken },
    ];
    return { edits: edits.filter((it) => text.slice(it.span.start, it.span.end) !== it.newText), notes: [] };
  });
}

interface ConfigPlace {
  readonly name: string;
  readonly start: number;
  readonly value: string;
  readonly valueStart: number;
}

/** From the header of a section to the next one. */
const SECTION =
  /^\[(tool\.pytest\.ini_options|pytest|tool:pytest|tool\.pytest_env)\][^\n]*\n((?:(?!\[)[^\n]*(?:\n|$))*)/gm;

/** The option `env` with what belongs to it: a list in brackets, or the lines that are indented. */
const OPTION = /(?<=^env[ \t]*=)(?:[ \t]*\[[^\]]*\]|[^\n]*(?:\n[ \t]+[^\n]*)*)/m;

const LINE = /(?<=^|[\s"'[=])((?:[A-Za-z]:)*)(\w+)([ \t]*=[ \t]*["']?)([^"'\r\n]*)/g;

function placesIn(text: string, keys: readonly string[]): readonly ConfigPlace[] {
  return [...text.matchAll(SECTION)].flatMap(({ index, 0: whole, 1: header, 2: body = '' }) => {
    const from = index + whole.length - body.length;
    const option = header === 'tool.pytest_env' ? { index: 0, 0: body } : OPTION.exec(body);
    if (option === null) return [];
    return [...option[0].matchAll(LINE)].flatMap(
      ({ index: at, 1: flags = '', 2: name = '', 3: sign = '', 4: value = '' }) => {
        if (!keys.includes(name)) return [];
        const start = from + option.index + at + flags.length;
        const valueStart = start + name.length + sign.length;
        return [{ name, start, value: value.trimEnd(), valueStart }];
      },
    );
  });
}
