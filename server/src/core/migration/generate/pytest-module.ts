import type { PythonFile } from '../../schema/reader.ts';
import type { ReaderName } from '../../schema/schema.ts';
import type { MigrationFacts } from '../facts.ts';
import { loggerName } from './logger.ts';
import { OTHERS_FUNCTION, OTHERS_IMPORTS } from './pytest-others.ts';
import { idName, pyString } from './python-text.ts';

/** Modules of the standard library that the functions below use. */
export const MODULE_IMPORTS: readonly string[] = ['import importlib', 'import os', ...OTHERS_IMPORTS];

/** How a test takes the files of a library from an object, so that its environment alone counts. */
interface Emptied {
  readonly needs: string;
  readonly lines: readonly string[];
}

/** Objects of python-decouple 3.8 and starlette 1.7 ask their files at every call. */
const EMPTIED: Partial<Record<ReaderName, Emptied>> = {
  decouple: {
    needs: 'from decouple import AutoConfig, Config, RepositoryEmpty',
    lines: [
      '        if isinstance(it, AutoConfig):',
      '            monkeypatch.setattr(it, "config", Config(RepositoryEmpty()))',
      '        if isinstance(it, Config):',
      '            monkeypatch.setattr(it, "repository", RepositoryEmpty())',
    ],
  },
  starlette: {
    needs: 'from starlette import config as starlette_config',
    lines: [
      '        if isinstance(it, starlette_config.Config):',
      '            monkeypatch.setattr(it, "file_values", {})',
    ],
  },
};

function emptied({ readers }: MigrationFacts): readonly Emptied[] {
  const names = new Set(readers.map(({ schema }) => schema.reader));
  return [...names].sort().flatMap((it) => EMPTIED[it] ?? []);
}

/** Imports of packages that the fixture below uses. */
export function modulePackages(facts: MigrationFacts): readonly string[] {
  return emptied(facts).map((it) => it.needs);
}

/**
 * The fixture of a generated test that imports the modules of `MODULES` one after the other, in an environment in which
 * they start, and what it uses. What developers have in a file beside the code says nothing.
 */
export function moduleFunctions(facts: MigrationFacts): readonly string[] {
  const lines = emptied(facts).flatMap((it) => it.lines);
  return [
    OTHERS_FUNCTION,
    [
      '@pytest.fixture(params=MODULES)',
      'def module(request, monkeypatch):',
      '    """The module, imported where it starts."""',
      '    for name, value in {**others(), **NEEDS}.items():',
      '        if name not in os.environ:',
      '            monkeypatch.setenv(name, value)',
      ...(lines.length === 0
        ? ['    return importlib.import_module(request.param)']
        : [
            '    module = importlib.import_module(request.param)',
            '    # Files of values beside the code say nothing here.',
            '    for it in list(vars(module).values()):',
            ...lines,
            '    return module',
          ]),
    ].join('\n'),
  ];
}

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
