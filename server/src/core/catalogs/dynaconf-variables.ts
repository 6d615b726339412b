import type { Catalog } from './catalog.ts';

/**
 * Variables that dynaconf still takes under their earlier names.
 * Facts from dynaconf/dynaconf, `dynaconf/utils/__init__.py`.
 */
export const dynaconfVariables: Catalog = {
  framework: 'dynaconf',
  distribution: 'dynaconf',
  home: 'variables',
  since: '2.0',
  entries: [
    { name: 'DYNACONF_NAMESPACE', to: 'ENV_FOR_DYNACONF' },
    { name: 'NAMESPACE_FOR_DYNACONF', to: 'ENV_FOR_DYNACONF' },
    { name: 'DYNACONF_SETTINGS_MODULE', to: 'SETTINGS_FILE_FOR_DYNACONF' },
    { name: 'DYNACONF_SETTINGS', to: 'SETTINGS_FILE_FOR_DYNACONF' },
    { name: 'SETTINGS_MODULE_FOR_DYNACONF', to: 'SETTINGS_FILE_FOR_DYNACONF' },
    { name: 'PROJECT_ROOT_FOR_DYNACONF', to: 'ROOT_PATH_FOR_DYNACONF' },
    { name: 'DYNACONF_SILENT_ERRORS', to: 'SILENT_ERRORS_FOR_DYNACONF' },
    { name: 'DYNACONF_ALWAYS_FRESH_VARS', to: 'FRESH_VARS_FOR_DYNACONF' },
    { name: 'BASE_NAMESPACE_FOR_DYNACONF', to: 'DEFAULT_ENV_FOR_DYNACONF' },
    { name: 'GLOBAL_ENV_FOR_DYNACONF', to: 'ENVVAR_PREFIX_FOR_DYNACONF' },
  ],
};
