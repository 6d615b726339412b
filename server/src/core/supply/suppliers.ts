import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { azurePipelines } from './azure-pipelines.ts';
import { circleCi } from './circleci.ts';
import { compose } from './compose.ts';
import { dockerfiles } from './dockerfile.ts';
import { ecs } from './ecs.ts';
import { fly } from './fly.ts';
import { githubActions } from './github-actions.ts';
import { gitlabCi } from './gitlab-ci.ts';
import { helm } from './helm.ts';
import { herokuApp } from './heroku-app.ts';
import { kubernetes } from './kubernetes.ts';
import { procfiles } from './procfile.ts';
import { pytestEnv } from './pytest-env.ts';
import { render } from './render.ts';
import { serverless } from './serverless.ts';
import { shellScripts } from './shell-scripts.ts';
import type { Supplied, Supplier } from './supply.ts';
import { systemdUnits } from './systemd.ts';
import { tox } from './tox.ts';

/** All suppliers. One file may be read by several. */
export const suppliers: readonly Supplier[] = [
  compose,
  kubernetes,
  helm,
  ecs,
  azurePipelines,
  circleCi,
  dockerfiles,
  fly,
  githubActions,
  gitlabCi,
  herokuApp,
  procfiles,
  pytestEnv,
  render,
  serverless,
  shellScripts,
  systemdUnits,
  tox,
];

/** By supplier, so that a key press in one kind of file costs nothing of the others. */
const suppliedBy = memo((supplier: Supplier) =>
  memo((files: readonly SourceFile[]) => supplier.supplied(files)),
);

/** What the files of a workspace put into process environments, in the order of the list. */
export function suppliedIn(files: ReadonlyMap<string, SourceFile>): readonly Supplied[] {
  return suppliers.map((supplier) => suppliedBy(supplier)(filesOf(files, supplier.matches)));
}
