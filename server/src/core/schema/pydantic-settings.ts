import { type MadeClass, madeClasses } from './pydantic/made-classes.ts';
import { readSettingsClass } from './pydantic/pydantic-settings-class.ts';
import { isPydantic1 } from './pydantic-1/pydantic-1-names.ts';
import type { PythonProject, Reader } from './reader.ts';
import type { SettingsSchema } from './schema.ts';
import { releasesWithin } from './settings-releases.ts';
import { minorBounds } from './version-bounds.ts';

/** Reads settings classes of pydantic-settings 2 as release 2.15 with pydantic 2.13 understands them. */
export const pydanticSettings: Reader = {
  name: 'pydantic-settings',
  // The last is a class whose base may come from an installed package.
  markers: ['pydantic_settings', 'BaseSettings', 'Settings):'],
  schemas: (project) => {
    const made = madeClasses(project).filter(({ info }) => !isPydantic1(project, info));
    const asked = made.length > 0 ? project.asked(DISTRIBUTION) : undefined;
    if (asked === undefined || project.version(DISTRIBUTION) !== undefined)
      return made.map((it) => readSettingsClass(project, it));
    return made.map((it) => asSeveral(project, it, asked));
  },
};

const DISTRIBUTION = 'pydantic-settings';

/** A class of which nothing says by which of several releases it is read. */
function asSeveral(project: PythonProject, made: MadeClass, asked: string): SettingsSchema {
  const bounds = minorBounds(asked, 2);
  const [newest, ...older] = (bounds ? releasesWithin(bounds) : []).map((release) =>
    readSettingsClass(withRelease(project, release), made),
  );
  if (!newest) return readSettingsClass(project, made);
  return older.length === 0 ? newest : { ...newest, otherReleases: { schemas: older, asked } };
}

function withRelease(project: PythonProject, release: string): PythonProject {
  return { ...project, version: (name) => (name === DISTRIBUTION ? release : project.version(name)) };
}
