import type { Catalog } from './catalog.ts';

/**
 * Variables of Flask.
 * Facts from pallets/flask, `CHANGES.rst`, 2.2.0 and 2.3.0.
 */
export const flask: Catalog = {
  framework: 'Flask',
  distribution: 'flask',
  home: 'variables',
  since: '2.2',
  entries: [{ name: 'FLASK_ENV', gone: '2.3', note: '`FLASK_DEBUG` turns the debug mode on' }],
};
