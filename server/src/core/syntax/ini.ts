import type { Format } from './document.ts';
import { CONFIG_PARSER } from './ini/ini-dialect.ts';
import { iniDocument } from './ini/ini-document.ts';
import { insertIni, removeIni, renameIni, replaceIni } from './ini/ini-edits.ts';

/**
 * INI files as `configparser.ConfigParser()` of Python 3.11 to 3.13 reads them. Each section that is written is one
 * entry, `DEFAULT` too; values are those before interpolation, see `iniOptions`.
 */
export const ini: Format = {
  name: 'ini',
  matches: (path) => /\.(?:ini|cfg)$/i.test(path),
  parse: (file) => iniDocument(ini, file, CONFIG_PARSER),
  remove: removeIni,
  replace: replaceIni,
  rename: renameIni,
  insert: insertIni,
};
