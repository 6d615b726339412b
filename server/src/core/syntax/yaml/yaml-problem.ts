import type { Problem } from '../document.ts';

/**
 * A problem, with the pass of PyYAML that would meet it: all reading comes before all constructing. What is met only
 * because reading went on after a mistake is `reread`.
 */
export interface YamlProblem extends Problem {
  readonly pass: 'read' | 'reread' | 'construct';
}

/** In the order in which PyYAML would raise them, so that the first with `upstream` is what it does raise. */
export function orderProblems(problems: readonly YamlProblem[]): readonly Problem[] {
  return [...problems]
    .sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start)
    .map(({ pass: _, ...problem }) => problem);
}

function rank(problem: YamlProblem): number {
  return ['read', 'reread', 'construct'].indexOf(problem.pass);
}
