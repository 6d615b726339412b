/** A refusal with what could be named instead. */
export function withCandidates(message: string, candidates: readonly string[]): string {
  return candidates.length === 0 ? message : `${message}; there is: ${candidates.join(', ')}`;
}
