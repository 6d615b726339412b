/** An unexpected error by its name and the function and line it comes from; its message may quote a file. */
export function errorPlace(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const frame = /^[ \t]+at (?:async )?(\S+).*?([^/\\]+:\d+:\d+)\)?$/m.exec(error.stack ?? '');
  return frame ? `${error.name} in ${frame[1]} (${frame[2]})` : error.name;
}

/** Its frames without the message. */
export function errorFrames(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
