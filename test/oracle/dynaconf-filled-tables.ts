import type { CallCase } from './call-cases.ts';

const DATABASE = ['DATABASE', '"DATABASE"'] as const;
const PORT = ['PORT', '"PORT", default=3'] as const;

/** Names that validators speak of, what they say, and a settings file. */
const WRITTEN: readonly (readonly [validators: readonly (readonly [string, string])[], json: string])[] = [
  // Of an empty table the name is looked for at the top, and what is found there is set inside of the table.
  [[['DATABASE.PORT', '"database.port"'], DATABASE], '{"PORT": 5, "DATABASE": {}}'],
  [[DATABASE, ['DATABASE.PORT', '"database.port", must_exist=True']], '{"PORT": 5, "DATABASE": {}}'],
  [[['DATABASE.PORT', '"DATABASE.PORT"'], PORT], '{"DATABASE": {}}'],
  [[PORT, ['DATABASE.PORT', '"DATABASE.PORT"'], DATABASE], '{"DATABASE": {}}'],
  [[['DATABASE.PORT', '"DATABASE.PORT"'], PORT, DATABASE], '{"DATABASE": {}}'],
  [
    [['DATABASE.PORT', '"DATABASE.PORT"'], ['DATABASE.NAME', '"DATABASE.NAME"'], DATABASE],
    '{"PORT": 5, "NAME": "a", "DATABASE": {}}',
  ],
  [
    [['DATABASE.OPTS.PORT', '"DATABASE.OPTS.PORT"'], ['DATABASE.OPTS', '"DATABASE.OPTS"'], DATABASE],
    '{"PORT": 5, "DATABASE": {"opts": {}}}',
  ],
  [[['DATABASE.PORT', '"DATABASE.PORT"'], DATABASE], '{"NAME": "a", "DATABASE": {}}'],
  [[['DATABASE.PORT', '"DATABASE.PORT"'], DATABASE], '{"PORT": 5, "DATABASE": {"HOST": "h"}}'],
  // A default inside of a table is set there as well.
  [[['DATABASE.PORT', '"DATABASE.PORT", default=3'], DATABASE], '{"DATABASE": {"HOST": "h"}}'],
  [[['DATABASE.PORT', '"DATABASE.PORT", default=3'], DATABASE], '{"DATABASE": {"PORT": 4}}'],
  [[DATABASE, ['DATABASE.PORT', '"DATABASE.PORT", default=3']], '{"NAME": "a"}'],
  [
    [
      ['DATABASE.PORT', '"DATABASE.PORT", default=3'],
      ['DATABASE.NAME', '"DATABASE.NAME"'],
    ],
    '{"NAME": "a", "DATABASE": {}}',
  ],
  [
    [
      ['DATABASE.PORT', '"DATABASE.PORT"'],
      ['DATABASE', '"DATABASE", default={"PORT": 4}'],
    ],
    '{"NAME": "a"}',
  ],
];

/** Cases of dynaconf in which a validator sets something inside of a table. */
export const DYNACONF_FILLED_TABLES: readonly CallCase[] = WRITTEN.map(([validators, json]) => {
  const written = validators.map(([, it]) => `Validator(${it})`).join(', ');
  return {
    library: 'dynaconf-files',
    header: `from dynaconf import Dynaconf, Validator\n\nsettings = Dynaconf(envvar_prefix="SHOP", settings_files=["settings.json"], validators=[${written}])\n`,
    reads: validators.map(([it]) => `settings.get(${JSON.stringify(it)})`),
    names: validators.map(([it]) => it.replaceAll('.', '__')),
    env: {},
    prefix: 'SHOP_',
    files: { 'settings.json': json },
    module: 'app/settings.py',
  };
});
