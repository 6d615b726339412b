/** Options of gunicorn 23 that take no value; the word after any other one is its value. */
const FLAGS: ReadonlySet<string> = new Set([
  '-D',
  '-R',
  '-h',
  '-v',
  '--capture-output',
  '--check-config',
  '--daemon',
  '--do-handshake-on-connect',
  '--enable-stdio-inheritance',
  '--log-syslog',
  '--no-sendfile',
  '--preload',
  '--print-config',
  '--proxy-protocol',
  '--reload',
  '--reuse-port',
  '--spew',
  '--suppress-ragged-eofs',
]);

/**
 * The module of the application that gunicorn runs: the first word of its command line that is no option and no value of
 * one, without the name after the colon, which is `application` where none is given (`gunicorn/app/wsgiapp.py`).
 * A shell or systemd takes quotes off, which a factory needs: `'app:create_app()'`.
 */
export function gunicornModule(command: string): string | undefined {
  const [, rest] = /(?:^|[\s/])gunicorn\s+(.*)$/s.exec(command) ?? [];
  if (rest === undefined) return undefined;
  let isValue = false;
  for (const word of wordsOf(rest)) {
    if (!isValue && !word.startsWith('-')) return /^([A-Za-z_]\w*(?:\.\w+)*)(?::|$)/.exec(word)?.[1];
    isValue = !isValue && !word.includes('=') && !FLAGS.has(word) && !/^-[A-Za-z]./.test(word);
  }
  return undefined;
}

/** A quote that nothing closes belongs to a command line around this one: `sh -c "gunicorn app"`. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? [];
  return words.map((it) => it.replace(/["']/g, ''));
}
