import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { memo } from '../text/memo.ts';
import { agreed } from './agreed-releases.ts';
import { resolveDynaconf } from './dynaconf/resolve-dynaconf.ts';
import type { Environment } from './environment.ts';
import type { Resolution } from './resolution.ts';
import { resolveCalls } from './resolve-calls.ts';
import { resolvePydantic } from './resolve-pydantic.ts';

/** What the settings object of a schema holds in an environment; computed once per snapshot. */
export function resolve(snapshot: Snapshot, schema: SettingsSchema, environment: Environment): Resolution {
  return resolved(snapshot)(schema)(environment);
}

const resolved = memo((snapshot: Snapshot) =>
  memo((schema: SettingsSchema) =>
    memo((environment: Environment): Resolution => {
      const { dynaconf } = schema.loading;
      if (dynaconf) return resolveDynaconf(snapshot, schema, environment, dynaconf);
      return schema.form === 'calls'
        ? resolveCalls(snapshot, schema, environment)
        : agreed(
            resolvePydantic(snapshot, schema, environment),
            (schema.otherReleases?.schemas ?? []).map((it) => resolvePydantic(snapshot, it, environment)),
          );
    }),
  ),
);
