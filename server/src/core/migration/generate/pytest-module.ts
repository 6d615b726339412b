import { OTHERS_FUNCTION, OTHERS_IMPORTS } from './pytest-others.ts';

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
