import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts } from '../facts.ts';
import type { Code } from '../replica-model.ts';
import { markedFiles } from './end-of-migration.ts';
import type { EnvironRead } from './environ-reads.ts';
import { beforeFirst, keyFunction, keyReads } from './os-environ-rename.ts';
import { loggedOnce, pytestText, testLine } from './pytest-file.ts';
import { MODULE_IMPORTS, mockedLog, moduleFunctions, modulePackages } from './pytest-module.ts';
import { environOthers, environReaders, othersConstants } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { pyString } from './python-text.ts';
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
  return pytestText({
    id,
    says: 'Every environment that code which reads the old key and the new one can meet.',
    standard: [...MODULE_IMPORTS, 'from unittest.mock import Mock'],
    packages: modulePackages(facts),
    constants: [
      ...keys(facts),
      ...samples(facts),
      '# The modules that read the key, and which key they read while the new one is empty.',
      'MODULES = {',
      ...modules,
      '}',
      ...othersConstants(environOthers(facts), '{OLD: VALUE, NEW: VALUE}', facts.lineLength),
      'STATES = [',
      '    ({}, NEW),',
      '    ({OLD: VALUE}, OLD),',
      '    ({OLD: VALUE, NEW: VALUE}, NEW),',
      '    ({NEW: VALUE}, NEW),',
      '    ({OLD: OTHER, NEW: VALUE}, NEW),',
      '    ({OLD: "", NEW: VALUE}, NEW),',
      ']',
    ],
    parts: [...moduleFunctions(facts), ...functions(facts, id, files)],
  });
}

function functions(facts: MigrationFacts, id: string, files: readonly ReadingFile[]): readonly string[] {
  return [
    [
      'def key(module, monkeypatch, state):',
      '    """The key that a process reads which starts with this environment."""',
      '    for name in (OLD, NEW):',
      '        monkeypatch.delenv(name, raising=False)',
      '    for name, value in state.items():',
      '        monkeypatch.setenv(name, value)',
      `    return module.${keyFunction(id)}()`,
    ],
    [
      '@pytest.mark.parametrize("state, want", STATES)',
      testLine(facts, id, '', ['module', 'monkeypatch', 'state', 'want']),
      '    assert key(module, monkeypatch, state) == want',
    ],
    [
      testLine(facts, id, '_empty', ['module', 'monkeypatch']),
      '    got = key(module, monkeypatch, {OLD: VALUE, NEW: ""})',
      '    assert got == MODULES[module.__name__]',
    ],
    [
      testLine(facts, id, '_log', ['module', 'monkeypatch']),
      ...mockedLog(facts, id, files.map(placed), 'key(module, monkeypatch, {OLD: VALUE})'),
      ...loggedOnce('OLD', ['VALUE']),
    ],
  ].map((lines) => lines.join('\n'));
}

function placed({ file, reads }: ReadingFile): { readonly file: PythonFile; readonly offset: number } {
  return { file, offset: reads.length === 0 ? file.file.text.length : beforeFirst(file, reads) };
}

function newText(facts: MigrationFacts, id: string, files: readonly ReadingFile[]): string {
  const base = facts.service === '' ? 0 : facts.service.length + 1;
  return pytestText({
    id,
    says: 'The code reads the new key only.',
    standard: ['import re', 'from pathlib import Path'],
    constants: [
      ...keys(facts),
      ...samples(facts).slice(0, 1),
      '# What a process needs of this change.',
      'NEEDS = {NEW: VALUE}',
      'SERVICE = Path(__file__).parents[2]',
      'MODULES = [',
      ...files.map(({ file }) => `    ${pyString(file.file.path.slice(base))},`),
      ']',
    ],
    parts: [
      [
        '@pytest.mark.parametrize("path", MODULES)',
        testLine(facts, id, '', ['path']),
        '    text = (SERVICE / path).read_text(encoding="utf-8")',
        '    names = set(re.findall(r"[\\"\'](\\w+)[\\"\']", text))',
        '    assert NEW in names',
        '    assert OLD not in names',
      ].join('\n'),
    ],
  });
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

/** What the generated function says, or will say. */
function emptyIsValue(file: PythonFile, reads: readonly EnvironRead[], id: string): boolean {
  const { text } = file.file;
  const at = text.indexOf(`def ${keyFunction(id)}()`);
  if (at < 0) return reads.every((read) => read.plainText);
  return /^[^\n]*\n[^\n]*\n\s*if (?:old not in|.* is None:)/.test(text.slice(at));
}
