import type { PythonFile } from '../../schema/reader.ts';
import type { MigrationFacts } from '../facts.ts';
import { loggerName } from './logger.ts';
import { OTHERS_FUNCTION, OTHERS_IMPORTS } from './pytest-others.ts';
import { idName, pyString } from './python-text.ts';

/** Modules of the standard library that the functions below use. */
export const MODULE_IMPORTS: readonly string[] = ['import importlib', 'import os', ...OTHERS_IMPORTS];

/**
 * The fixture of a generated test that imports the modules of `MODULES` one after the other, in an environment in which
 * they start, and what it uses.
 */
export const MODULE_FUNCTIONS: readonly string[] = [
  OTHERS_FUNCTION,
  [
    '@pytest.fixture(params=MODULES)',
    'def module(request, monkeypatch):',
    '    """The module, imported where it starts."""',
    '    for name, value in {**others(), **NEEDS}.items():',
    '        if name not in os.environ:',
    '            monkeypatch.setenv(name, value)',
    '    return importlib.import_module(request.param)',
  ].join('\n'),
];

/**
 * Lines of a test that use an old key twice, while the logger of the module is a mock.
 * @param files with the offset at which generated code stands, or will stand
 * @param use the statement that uses it
 */
export function mockedLog(
  { project }: MigrationFacts,
  id: string,
  files: readonly { readonly file: PythonFile; readonly offset: number }[],
  use: string,
): readonly string[] {
  const named = files.map(
    ({ file, offset }) => [project.moduleName(file.file.path), loggerName(file, offset)] as const,
  );
  const names = new Set(named.map(([, name]) => name));
  const [only = 'log'] = names;
  const several = [
    '    loggers = {',
    ...named.map(([module, name]) => `        ${pyString(module)}: ${pyString(name)},`),
    '    }',
    '    monkeypatch.setattr(module, loggers[module.__name__], log)',
  ];
  return [
    '    log = Mock()',
    ...(names.size > 1 ? several : [`    monkeypatch.setattr(module, ${pyString(only)}, log)`]),
    `    module._log_${idName(id)}.cache_clear()`,
    '    for _ in range(2):',
    `        ${use}`,
    `    module._log_${idName(id)}.cache_clear()`,
  ];
}
