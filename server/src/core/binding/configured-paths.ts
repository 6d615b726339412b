import { configurationFor } from '../options-for.ts';
import type { SettingsSchema } from '../schema/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import { globTest, isGlob } from '../text/glob.ts';
import { resolvePath } from '../text/relative-path.ts';

/** Files to which the configuration gives a place, so that their names say nothing more. */
export function configuredPaths(snapshot: Snapshot, schema: SettingsSchema): ReadonlySet<string> {
  const configuration = configurationFor(snapshot, schema.place.path);
  const { environments } = configuration?.options ?? snapshot.options;
  const written = Object.values(environments).flatMap((it) => [
    ...(it.dotenv ?? []),
    ...(it.process ?? []).map((source) => source.replace(/^file:/, '').replace(/#.*$/, '')),
  ]);
  const paths = written.flatMap((path) => resolvePath(configuration?.folder ?? '', path) ?? []);
  const tests = paths.filter(isGlob).map(globTest);
  const all = tests.length === 0 ? [] : [...snapshot.files.keys()];
  return new Set([...paths, ...all.filter((path) => tests.some((test) => test(path)))]);
}
