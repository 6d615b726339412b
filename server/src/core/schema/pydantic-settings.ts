import { madeClasses } from './pydantic/made-classes.ts';
import { readSettingsClass } from './pydantic/pydantic-settings-class.ts';
import { isPydantic1 } from './pydantic-1/pydantic-1-names.ts';
import type { Reader } from './reader.ts';

/** Reads settings classes of pydantic-settings 2 as release 2.15 with pydantic 2.13 understands them. */
export const pydanticSettings: Reader = {
  name: 'pydantic-settings',
  // The last is a class whose base may come from an installed package.
  markers: ['pydantic_settings', 'BaseSettings', 'Settings):'],
  schemas: (project) =>
    madeClasses(project)
      .filter(({ info }) => !isPydantic1(project, info))
      .map((made) => readSettingsClass(project, made)),
};
