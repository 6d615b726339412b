import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts } from '../facts.ts';
import { pytestText, testLine } from './pytest-file.ts';
import { MODULE_IMPORTS, moduleFunctions, modulePackages } from './pytest-module.ts';
import { environOthers, othersConstants } from './pytest-others.ts';
import { type MatrixResult, testPath } from './pytest-path.ts';
import { dictLines, environSides, listLines, type Side } from './pytest-sides.ts';
import { pyString } from './python-text.ts';

interface LegacyMatrix {
  readonly id: string;
  readonly code: 'both' | 'new';
  readonly files: readonly PythonFile[];
}

/** The pytest file of modules that read old keys from what new keys say. */
export function legacyMatrix(facts: MigrationFacts, input: LegacyMatrix): MatrixResult {
  const sides = environSides(facts);
  if (sides === undefined) return { ok: false, fields: facts.toKeys };
  const { id, code } = input;
  const text = pytestText({
    id,
    says: `Every environment that code which reads ${code === 'both' ? 'the old keys and the new ones' : 'the new keys only'} can meet.`,
    standard: MODULE_IMPORTS,
    packages: modulePackages(facts),
    constants: constants(facts, input, sides),
    parts: [...moduleFunctions(facts), ...tests(facts, input)],
  });
  return { ok: true, path: testPath(facts, id), text };
}

function constants(
  facts: MigrationFacts,
  { code, files }: LegacyMatrix,
  sides: readonly Side[],
): readonly string[] {
  const width = facts.lineLength;
  const modules = files.map(({ file }) => pyString(facts.project.moduleName(file.path)));
  return [
    ...listLines('KEYS', [...new Set([...facts.fromKeys, ...facts.toKeys])].map(pyString), width),
    ...listLines('MODULES', modules, width),
    '# What the old keys say, and the same in the new ones.',
    ...sides.flatMap((side, at) => [
      ...dictLines(`OLD_${at + 1}`, side.old, width),
      ...dictLines(`NEW_${at + 1}`, side.new, width),
    ]),
    ...othersConstants(
      environOthers(facts),
      code === 'both' ? '{**OLD_1, **NEW_1}' : '{**NEW_1}',
      facts.lineLength,
    ),
    'STATES = [',
    '    ({}, {}),',
    ...rows(facts, code, sides.length).map(([state, want]) => `    (${state}, ${want}),`),
    ']',
  ];
}

function tests(facts: MigrationFacts, { id }: LegacyMatrix): readonly string[] {
  const first = pyString(facts.toKeys[0] ?? '');
  const texts = [
    'def texts(module, monkeypatch, state):',
    '    """What the old keys say to a process that starts with this environment."""',
    '    for name in KEYS:',
    '        monkeypatch.delenv(name, raising=False)',
    '    for name, value in state.items():',
    '        monkeypatch.setenv(name, value)',
    `    return module._legacy_${facts.from.toLowerCase()}()`,
  ];
  const every = [
    '@pytest.mark.parametrize("state, want", STATES)',
    testLine(facts, id, '', ['module', 'monkeypatch', 'state', 'want']),
    '    assert texts(module, monkeypatch, state) == want',
  ];
  const half = [
    testLine(facts, id, '_half', ['module', 'monkeypatch']),
    '    with pytest.raises(RuntimeError):',
    `        texts(module, monkeypatch, {${first}: NEW_1[${first}]})`,
  ];
  return [texts, every, ...(facts.toKeys.length > 1 ? [half] : [])].map((lines) => lines.join('\n'));
}

function rows(
  { toKeys }: MigrationFacts,
  code: 'both' | 'new',
  count: number,
): readonly (readonly [string, string])[] {
  const plain = Array.from({ length: count }, (_, at) => [`NEW_${at + 1}`, `OLD_${at + 1}`] as const);
  if (code === 'new') return plain;
  const first = pyString(toKeys[0] ?? '');
  return [
    ...plain,
    ...plain.map(([, old]) => [old, old] as const),
    ['{**OLD_1, **NEW_1}', 'OLD_1'],
    ...(toKeys.length > 1 ? [[`{**OLD_1, ${first}: NEW_2[${first}]}`, 'OLD_1'] as const] : []),
    ['{**OLD_1, **dict.fromkeys(NEW_1, "")}', 'OLD_1'],
    ['{**NEW_1, **dict.fromkeys(OLD_1, "")}', 'OLD_1'],
  ];
}
