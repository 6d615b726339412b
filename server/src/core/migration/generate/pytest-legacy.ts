import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts } from '../facts.ts';
import { marker } from './pydantic-dual-read.ts';
import { environOthers } from './pytest-environ.ts';
import { type MatrixResult, testPath } from './pytest-matrix.ts';
import { dictLines, environSides, listLines } from './pytest-sides.ts';
import { callText, idName, pyString } from './python-text.ts';

/** The pytest file of modules that read old keys from what new keys say. */
export function legacyMatrix(
  facts: MigrationFacts,
  it: { readonly id: string; readonly code: 'both' | 'new'; readonly files: readonly PythonFile[] },
): MatrixResult {
  const { id, code, files } = it;
  const sides = environSides(facts);
  if (sides === undefined) return { ok: false, fields: facts.toKeys };
  const width = facts.lineLength;
  const name = `_legacy_${facts.from.toLowerCase()}`;
  const test = (suffix: string, parameters: readonly string[]) =>
    callText('', `def test_${idName(id)}${suffix}`, parameters, width, ':');
  const both = code === 'both';
  const first = pyString(facts.toKeys[0] ?? '');
  const several = facts.toKeys.length > 1;
  const lines = [
    `"""${marker(id)}`,
    '',
    `Every environment that code which reads ${both ? 'the old keys and the new ones' : 'the new keys only'} can meet.`,
    'All values are made up.',
    '"""',
    '',
    'import importlib',
    'import os',
    '',
    'import pytest',
    '',
    ...listLines('KEYS', [...new Set([...facts.fromKeys, ...facts.toKeys])].map(pyString), width),
    ...listLines(
      'MODULES',
      files.map(({ file }) => pyString(facts.project.moduleName(file.path))),
      width,
    ),
    '# What the old keys say, and the same in the new ones.',
    ...sides.flatMap((side, at) => [
      ...dictLines(`OLD_${at + 1}`, side.old, width),
      ...dictLines(`NEW_${at + 1}`, side.new, width),
    ]),
    ...environOthers(facts),
    'STATES = [',
    '    ({}, {}),',
    ...rows(both, several, first, sides.length).map(([state, want]) => `    (${state}, ${want}),`),
    ']',
    '',
    '',
    '@pytest.fixture(params=MODULES)',
    'def module(request, monkeypatch):',
    '    """The module, imported where it starts."""',
    '    for name, value in {**OTHERS, **NEW_1}.items():',
    '        if name not in os.environ:',
    '            monkeypatch.setenv(name, value)',
    '    return importlib.import_module(request.param)',
    '',
    '',
    'def texts(module, monkeypatch, state):',
    '    """What the old keys say to a process that starts with this environment."""',
    '    for name in KEYS:',
    '        monkeypatch.delenv(name, raising=False)',
    '    for name, value in state.items():',
    '        monkeypatch.setenv(name, value)',
    `    return module.${name}()`,
    '',
    '',
    '@pytest.mark.parametrize("state, want", STATES)',
    test('', ['module', 'monkeypatch', 'state', 'want']),
    '    assert texts(module, monkeypatch, state) == want',
    ...(several
      ? [
          '',
          '',
          test('_half', ['module', 'monkeypatch']),
          '    with pytest.raises(RuntimeError):',
          `        texts(module, monkeypatch, {${first}: NEW_1[${first}]})`,
        ]
      : []),
  ];
  return { ok: true, path: testPath(facts, id), text: `${lines.join('\n')}\n` };
}

function rows(
  both: boolean,
  several: boolean,
  first: string,
  count: number,
): readonly (readonly [string, string])[] {
  const plain = Array.from({ length: count }, (_, at) => [`NEW_${at + 1}`, `OLD_${at + 1}`] as const);
  if (!both) return plain;
  return [
    ...plain,
    ...plain.map(([, old]) => [old, old] as const),
    ['{**OLD_1, **NEW_1}', 'OLD_1'],
    ...(several ? [[`{**OLD_1, ${first}: NEW_2[${first}]}`, 'OLD_1'] as const] : []),
    ['{**OLD_1, **dict.fromkeys(NEW_1, "")}', 'OLD_1'],
    ['{**NEW_1, **dict.fromkeys(OLD_1, "")}', 'OLD_1'],
  ];
}
