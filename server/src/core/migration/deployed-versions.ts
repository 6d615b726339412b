import { meantWorkloads } from '../binding/configured-layers.ts';
import { NO_DEPLOYED_FORM } from '../binding/deployed-form.ts';
import { configurationFor } from '../options-for.ts';
import type { Options, Snapshot } from '../snapshot.ts';
import { resolvePath } from '../text/relative-path.ts';
import type { DeployedVersion } from './facts.ts';
import { type RecordFile, recordsOf } from './record.ts';

/**
 * The versions that run in the environments of a service, by the pipeline, and by the configuration where the pipeline
 * says nothing of an environment.
 */
export function statedVersions(snapshot: Snapshot, service: string): readonly DeployedVersion[] {
  const given = (snapshot.deployed ?? []).map((it) => ({ ...it, source: 'pipeline' as const }));
  const configuration = configurationFor(
    snapshot,
    service === '' ? 'pyproject.toml' : `${service}/pyproject.toml`,
  );
  const { options, folder } = configuration ?? { options: snapshot.options, folder: '' };
  return [...given, ...configuredVersions(snapshot, options, folder)];
}

/** Every commit-ish that a report about records may have to look at. */
export function deployedRefs(snapshot: Snapshot): readonly string[] {
  const open = recordsOf(snapshot).filter((it) => it.phase !== 'done' && it.phase !== 'abandoned');
  return refsOfRecords(snapshot, open);
}

/** Those that a report about some records has to look at. */
export function refsOfRecords(snapshot: Snapshot, records: readonly RecordFile[]): readonly string[] {
  if (records.length === 0) return [];
  const recorded = records.flatMap(({ env }) => [...env.values()].flatMap((it) => it.deployed));
  return [...new Set([...configuredRefs(snapshot), ...recorded.flatMap(({ ref }) => ref ?? [])])];
}

/** Those that the pipeline or the configuration names. */
export function configuredRefs(snapshot: Snapshot): readonly string[] {
  const all = [{ options: snapshot.options, folder: '' }, ...snapshot.configurations];
  const stated = [
    ...(snapshot.deployed ?? []),
    ...all.flatMap(({ options, folder }) => configuredVersions(snapshot, options, folder)),
  ];
  return [...new Set(stated.flatMap(({ ref }) => ref ?? []))];
}

function configuredVersions(
  snapshot: Snapshot,
  options: Options,
  folder: string,
): readonly DeployedVersion[] {
  return Object.entries(options.environments).flatMap(([environment, { deployed }]) => {
    if (deployed === undefined) return [];
    return [{ environment, source: 'configuration' as const, ...refOf(snapshot, folder, deployed) }];
  });
}

/** `tag:NAME`, or `image:PATH#WORKLOAD`: the tag of the image that a manifest starts. */
function refOf(
  snapshot: Snapshot,
  folder: string,
  written: string,
): Pick<DeployedVersion, 'ref' | 'unknown'> {
  if (written.startsWith('tag:')) return { ref: written.slice('tag:'.length) };
  if (!written.startsWith('image:')) return { unknown: `\`${written}\` is ${NO_DEPLOYED_FORM}` };
  const [path = '', meant] = written.slice('image:'.length).split('#');
  const resolved = resolvePath(folder, path);
  const images = new Set(
    (resolved === undefined ? [] : meantWorkloads(snapshot, resolved, meant)).flatMap(
      ({ runs }) => runs.image ?? [],
    ),
  );
  const [image] = images;
  if (image === undefined || images.size > 1)
    return { unknown: `\`${written}\` names ${image === undefined ? 'no image' : 'several images'}` };
  const tag = /:([\w][\w.-]{0,127})(?:@|$)/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1];
  if (tag === undefined) return { unknown: `the image of \`${written}\` has no tag that names a commit` };
  return { ref: /^(?:sha|git)-([0-9a-f]{7,40})$/.exec(tag)?.[1] ?? tag };
}
