import type { LanguageServer } from '../language-server.ts';
import { pickEnvironment } from './pick-environment.ts';
import { showReport } from './show-report.ts';

/** Shows what the settings hold in an environment, and where each value comes from. */
export async function showEffectiveSettings(server: LanguageServer): Promise<void> {
  const picked = await pickEnvironment(server, 'Show Effective Settings');
  const [name] = picked?.names ?? [];
  if (!picked || name === undefined) return;
  const { folder } = picked;
  const report = await server.execute('crossfade.server.effectiveSettings', { folder, environments: [name] });
  if (!report.ok) throw new Error(report.message);
  await showReport(report.uri);
}
