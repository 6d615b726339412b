import { execFileSync } from 'node:child_process';
import { workspaceOnDisk } from './run.ts';

const IDENTITY = [
  '-c',
  'user.name=Test',
  '-c',
  'user.email=test@example.invalid',
  '-c',
  'commit.gpgsign=false',
];

/** Runs git with an identity that needs no configuration. */
export function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', [...IDENTITY, ...args], { cwd: root, encoding: 'utf8' });
}

/** A folder with these files in which git keeps versions; nothing is committed yet. */
export function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = workspaceOnDisk(files);
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  return root;
}

/** Commits everything that git does not ignore, under a tag of this name. */
export function commitAll(root: string, tag: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', tag);
  git(root, 'tag', tag);
}
