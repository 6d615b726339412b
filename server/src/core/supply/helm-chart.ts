import { folderOf } from '../text/relative-path.ts';

/** The folder of a Helm chart, by the path of its `Chart.yaml`. */
export function chartFolder(path: string): string | undefined {
  return /(?:^|\/)Chart\.ya?ml$/.test(path) ? folderOf(path) : undefined;
}

/** The chart whose template a file is; undefined for other files. */
export function chartOfTemplate(charts: ReadonlySet<string>, path: string): string | undefined {
  for (let at = path.indexOf('templates/'); at >= 0; at = path.indexOf('templates/', at + 1)) {
    const folder = path.slice(0, at).replace(/\/$/, '');
    if ((at === 0 || path.charAt(at - 1) === '/') && charts.has(folder)) return folder;
  }
  return undefined;
}
