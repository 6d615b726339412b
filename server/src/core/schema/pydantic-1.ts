import { madeClasses } from './pydantic/made-classes.ts';
import { readSettingsClass1 } from './pydantic-1/pydantic-1-class.ts';
import { isPydantic1 } from './pydantic-1/pydantic-1-names.ts';
import type { Reader } from './reader.ts';

/** Reads settings classes of pydantic 1.10, and of the copy of it that pydantic 2 carries as `pydantic.v1`. */
export const pydantic1: Reader = {
  name: 'pydantic-1',
  markers: ['BaseSettings', 'Settings):'],
  schemas: (project) =>
    madeClasses(project)
      .filter(({ info }) => isPydantic1(project, info))
      .map((made) => readSettingsClass1(project, made)),
};
