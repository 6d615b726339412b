import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import type { Code } from '../replica-model.ts';
import { markedFiles } from './end-of-migration.ts';
import type { EnvironRead } from './environ-reads.ts';
import { isLibrary } from './library-reads.ts';
import { loggerName } from './logger.ts';
import { beforeFirst, keyFunction, keyReads } from './os-environ-rename.ts';
import { marker } from './pydantic-dual-read.ts';
import { type MatrixResult, testPath } from './pytest-matrix.ts';
import { callText, idName, pyString } from './python-text.ts';
import { samplesFor } from './synthetic.ts';

/**
 * The pytest file of a rename in modules that read the process environment. While both keys are read, it calls the
 * generated function in every state; after that it looks at the modules' texts, since importing them anew would run
 * whatever they do when they are imported.
 */
export function environMatrix(
  facts: MigrationFacts,
  id: string,
  code: Extract<Code, 'both' | 'new'>,
): MatrixResult | undefined {
  const files = filesOf(facts, id);
  if (files.length === 0) return undefined;
  const text = code === 'both' ? dualText(facts, id, files) : newText(facts, id, files);
  return { ok: true, path: testPath(facts, id), text };
}

interface ReadingFile {
  readonly file: PythonFile;
  readonly reads: readonly EnvironRead[];
}

/** Modules that read OLD, that have the generated function, or that read NEW. */
function filesOf(facts: MigrationFacts, id: string): readonly ReadingFile[] {
  const files = new Map<PythonFile, EnvironRead[]>();
  for (const file of markedFiles(facts.project, id)) {
    if (file.file.text.includes(keyFunction(id))) files.set(file, []);
  }
  for (const key of [facts.from, facts.to ?? '']) {
    for (const read of key === '' ? [] : keyReads(facts, key)) {
      files.set(read.file, [...(files.get(read.file) ?? []), read]);
    }
  }
  return [...files]
    .map(([file, reads]) => ({ file, reads }))
    .sort((a, b) => (a.file.file.path < b.file.file.path ? -1 : 1));
}

function dualText(facts: MigrationFacts, id: string, files: readonly ReadingFile[]): string {
  const modules = files.map(({ file, reads }) => {
    const module = facts.project.moduleName(file.file.path);
    // Where an empty text is a value, an empty NEW wins over OLD.
    return `    ${pyString(module)}: ${emptyIsValue(file, reads, id) ? 'NEW' : 'OLD'},`;
  });
  return `${[
    ...docstring(id, 'Every environment that code which reads the old key and the new one can meet.'),
    '',
    'import importlib',
    'import os',
    'from unittest.mock import Mock',
    '',
    'import pytest',
    '',
    ...keys(facts),
    ...samples(facts),
    '# The modules that read the key, and which key they read while the new one is empty.',
    'MODULES = {',
    ...modules,
    '}',
    ...environOthers(facts),
    'STATES = [',
    '    ({}, NEW),',
    '    ({OLD: VALUE}, OLD),',
    '    ({OLD: VALUE, NEW: VALUE}, NEW),',
    '    ({NEW: VALUE}, NEW),',
    '    ({OLD: OTHER, NEW: VALUE}, NEW),',
    '    ({OLD: "", NEW: VALUE}, NEW),',
    ']',
    '',
    '',
    ...functions(facts, id, files),
  ].join('\n')}\n`;
}

function functions(facts: MigrationFacts, id: string, files: readonly ReadingFile[]): readonly string[] {
  const name = idName(id);
  const test = (suffix: string, parameters: readonly string[]) =>
    callText('', `def test_${name}${suffix}`, parameters, facts.lineLength, ':');
  return [
    '@pytest.fixture(params=MODULES)',
    'def module(request, monkeypatch):',
    '    """The module, imported where it starts."""',
    '    for name, value in {**OTHERS, NEW: VALUE}.items():',
    '        if name not in os.environ:',
    '            monkeypatch.setenv(name, value)',
    '    return importlib.import_module(request.param)',
    '',
    '',
    'def key(module, monkeypatch, state):',
    '    """The key that a process reads which starts with this environment."""',
    '    for name in (OLD, NEW):',
    '        monkeypatch.delenv(name, raising=False)',
    '    for name, value in state.items():',
    '        monkeypatch.setenv(name, value)',
    `    return module.${keyFunction(id)}()`,
    '',
    '',
    '@pytest.mark.parametrize("state, want", STATES)',
    test('', ['module', 'monkeypatch', 'state', 'want']),
    '    assert key(module, monkeypatch, state) == want',
    '',
    '',
    test('_empty', ['module', 'monkeypatch']),
    '    got = key(module, monkeypatch, {OLD: VALUE, NEW: ""})',
    '    assert got == MODULES[module.__name__]',
    '',
    '',
    test('_log', ['module', 'monkeypatch']),
    '    log = Mock()',
    `    monkeypatch.setattr(module, ${pyString(logName(files))}, log)`,
    `    module._log_${name}.cache_clear()`,
    '    for _ in range(2):',
    '        key(module, monkeypatch, {OLD: VALUE})',
    `    module._log_${name}.cache_clear()`,
    '    messages = [str(call) for call in log.warning.call_args_list]',
    '    assert [OLD in message for message in messages] == [True]',
    '    assert not any(VALUE in message for message in messages)',
  ];
}

function logName([first]: readonly ReadingFile[]): string {
  if (first === undefined) return 'log';
  const at = first.reads.length === 0 ? first.file.file.text.length : beforeFirst(first.file, first.reads);
  return loggerName(first.file, at);
}

function newText(facts: MigrationFacts, id: string, files: readonly ReadingFile[]): string {
  const base = facts.service === '' ? 0 : facts.service.length + 1;
  return `${[
    ...docstring(id, 'The code reads the new key only.'),
    '',
    'import re',
    'from pathlib import Path',
    '',
    'import pytest',
    '',
    ...keys(facts),
    'SERVICE = Path(__file__).parents[2]',
    'MODULES = [',
    ...files.map(({ file }) => `    ${pyString(file.file.path.slice(base))},`),
    ']',
    '',
    '',
    '@pytest.mark.parametrize("path", MODULES)',
    callText('', `def test_${idName(id)}`, ['path'], facts.lineLength, ':'),
    '    text = (SERVICE / path).read_text(encoding="utf-8")',
    '    names = set(re.findall(r"[\\"\'](\\w+)[\\"\']", text))',
    '    assert NEW in names',
    '    assert OLD not in names',
  ].join('\n')}\n`;
}

function docstring(id: string, says: string): readonly string[] {
  return [`"""${marker(id)}`, '', says, 'All values are made up.', '"""'];
}

function keys(facts: MigrationFacts): readonly string[] {
  return [`OLD = ${pyString(facts.from)}`, `NEW = ${pyString(facts.to ?? '')}`];
}

/** Texts that the code accepts, so that the module starts with them. */
function samples(facts: MigrationFacts): readonly string[] {
  const own = environReaders(facts).flatMap((it) => it.new ?? it.old ?? []);
  const [value, other] = own.map(samplesFor).find((it) => it !== undefined) ?? ['20', '30'];
  return [`VALUE = ${pyString(value)}`, `OTHER = ${pyString(other)}`];
}

/** What else the modules need to be imported. */
export function environOthers(facts: MigrationFacts): readonly string[] {
  const own = new Set([...facts.fromKeys, ...facts.toKeys]);
  const needed = new Map<string, string>();
  for (const reader of environReaders(facts)) {
    for (const field of reader.schema.fields) {
      if (!field.required || own.has(field.name)) continue;
      needed.set(field.name, samplesFor(field)?.[0] ?? 'example');
    }
  }
  if (needed.size === 0) return ['OTHERS: dict[str, str] = {}'];
  return ['OTHERS = {', ...[...needed].map(([key, text]) => `    ${pyString(key)}: ${pyString(text)},`), '}'];
}

function environReaders(facts: MigrationFacts): readonly ReaderFacts[] {
  return facts.readers.filter(({ schema }) => schema.reader === 'os-environ' || isLibrary(schema.reader));
}

/** What the generated function says, or will say. */
function emptyIsValue(file: PythonFile, reads: readonly EnvironRead[], id: string): boolean {
  const { text } = file.file;
  const at = text.indexOf(`def ${keyFunction(id)}()`);
  if (at < 0) return reads.every((read) => read.plainText);
  return /^[^\n]*\n[^\n]*\n\s*if (?:old not in|.* is None:)/.test(text.slice(at));
}
