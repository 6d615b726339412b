import type { ServerContext } from './handler.ts';
import { type ReportAddress, reportUri } from './report-address.ts';
import { identity } from './workspace.ts';

/** The environments of each folder. */
export async function listEnvironments({ workspace }: ServerContext): Promise<unknown> {
  const folders = await Promise.all(
    workspace.folders.map(async (folder) => {
      const analysis = await workspace.analysis(folder);
      return { folder: folder.uri, environments: analysis.environments() };
    }),
  );
  return { folders };
}

/** Where a report about environments can be read; one that is open already is shown anew. */
export async function reportOf(
  { connection, client, guard, workspace }: ServerContext,
  kind: 'environments' | 'settings',
  argument: Record<string, unknown>,
): Promise<unknown> {
  const given = Array.isArray(argument.environments) ? argument.environments : [];
  const environments = given.flatMap((it) => (typeof it === 'string' && it !== '' ? it : []));
  const folder = workspace.folders.find((it) => identity(it.uri) === identity(String(argument.folder)));
  if (!folder || environments.length === 0) return { ok: false, message: 'There is no such environment' };
  return shownAt({ connection, client, guard }, { kind, folder: folder.uri, names: environments });
}

/** The settings of each folder, as `--settings` names them. */
export async function listSettings({ workspace }: ServerContext): Promise<unknown> {
  const folders = await Promise.all(
    workspace.folders.map(async (folder) => {
      const analysis = await workspace.analysis(folder);
      return { folder: folder.uri, settings: analysis.settingsNames() };
    }),
  );
  return { folders };
}

/** Where the JSON Schema of settings can be read. */
export async function schemaReport(
  context: ServerContext,
  argument: Record<string, unknown>,
): Promise<unknown> {
  const { workspace } = context;
  const folder = workspace.folders.find((it) => identity(it.uri) === identity(String(argument.folder)));
  const { settings } = argument;
  if (!folder || typeof settings !== 'string') return { ok: false, message: 'There are no such settings' };
  const analysis = await workspace.analysis(folder);
  if (!analysis.jsonSchema(settings).ok) return { ok: false, message: 'There are no such settings' };
  return shownAt(context, { kind: 'schema', folder: folder.uri, names: [settings] });
}

/** The versions between which a deploy can be, for each folder. */
export async function listRefs({ workspace }: ServerContext): Promise<unknown> {
  const folders = await Promise.all(
    workspace.folders.map(async (folder) => {
      await workspace.analysis(folder);
      return { folder: folder.uri, refs: folder.loaded().refNames() };
    }),
  );
  return { folders };
}

/** Where it can be read whether a deploy is safe. */
export async function deployReport(
  context: ServerContext,
  argument: Record<string, unknown>,
): Promise<unknown> {
  const { folders } = context.workspace;
  const folder = folders.find((it) => identity(it.uri) === identity(String(argument.folder)));
  const { from, to } = argument;
  if (!folder || typeof from !== 'string' || typeof to !== 'string' || from === '' || to === '')
    return { ok: false, message: 'A deploy is between two versions' };
  return shownAt(context, { kind: 'deploy', folder: folder.uri, names: [from, to] });
}

function shownAt(
  { connection, client, guard }: Pick<ServerContext, 'connection' | 'client' | 'guard'>,
  address: ReportAddress,
): unknown {
  const uri = reportUri(address);
  if (client.showsVirtualDocuments)
    void guard('workspace/textDocumentContent/refresh', undefined, undefined, () =>
      connection.workspace.textDocumentContent.refresh(uri),
    );
  return { ok: true, uri };
}
