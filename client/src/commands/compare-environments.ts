import type { LanguageServer } from '../language-server.ts';
import { pickEnvironments } from './pick-environment.ts';
import { showReport } from './show-report.ts';

/** Shows key × environment, with the origin of each value. */
export async function compareEnvironments(server: LanguageServer): Promise<void> {
  const picked = await pickEnvironments(server, 'Compare Environments');
  if (!picked) return;
  const { folder, names: environments } = picked;
  const report = await server.execute('crossfade.server.compareEnvironments', { folder, environments });
  if (!report.ok) throw new Error(report.message);
  await showReport(report.uri);
}
