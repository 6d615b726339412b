import { folderOf, resolvePath } from '../../text/relative-path.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { SupplyProblem } from '../supply.ts';
import { type ComposeFile, composeFile } from './compose-file.ts';
import { mergeServices } from './compose-merge.ts';
import type { ComposeExtends, ComposeService } from './compose-service.ts';

/** How many services may stand behind each other. */
const LONGEST = 16;

interface Trail {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly problems: SupplyProblem[];
  /** The paths of other files that were taken from. */
  readonly referred: Set<string>;
  /** `path#service`, the one that was asked for first. */
  readonly steps: readonly string[];
}

/**
 * A service with all that its `extends` brings, of the same file or another one, through any number of steps up to 16.
 * Circles, and services and files that are not there, are noted where they are named; what is known still counts.
 */
export function extended(own: ComposeFile, service: ComposeService, trail: Trail): ComposeService {
  const { extends: base, ...rest } = service;
  if (!base) return service;
  const steps = [...trail.steps, `${own.path}#${service.name}`];
  const from = base.file === undefined ? own : otherFile(own, base, trail);
  if (!from) return notSeen(rest, base);
  const lower = from.services.get(base.service);
  if (!lower) {
    note(trail, base, `\`${from.path}\` has no service \`${base.service}\`, so compose does not start`);
    return rest;
  }
  if (steps.includes(`${from.path}#${base.service}`)) {
    note(trail, base, `\`${service.name}\` extends itself in a circle, so compose does not start`);
    return rest;
  }
  if (steps.length >= LONGEST) {
    const message = `more than ${LONGEST} services extend each other; what lies behind is not looked at`;
    trail.problems.push({ ...base.at, message, severity: 'info' });
    return notSeen(rest, base);
  }
  return mergeServices(extended(from, lower, { ...trail, steps }), rest);
}

function otherFile(own: ComposeFile, base: ComposeExtends, trail: Trail): ComposeFile | undefined {
  const path = resolvePath(own.folder, base.file ?? '');
  const file = path === undefined ? undefined : trail.files.get(path);
  if (path !== undefined && !file && !/[:$]/.test(base.file ?? '')) {
    // It may be there and not be read: git-ignored, or in a repository of its own.
    const message = `\`${path}\` is not here, and compose does not start without it`;
    trail.problems.push({ ...base.at, message, severity: 'warning' });
  }
  if (!file) return undefined;
  trail.referred.add(file.path);
  return file.path === own.path ? own : composeFile(file, folderOf(file.path), own.environment);
}

function notSeen(service: ComposeService, { file, service: name, at }: ComposeExtends): ComposeService {
  return { ...service, unseen: [...service.unseen, { name: file ?? name, at }] };
}

function note({ problems }: Trail, { at }: ComposeExtends, message: string): void {
  problems.push({ ...at, message, severity: 'error' });
}
