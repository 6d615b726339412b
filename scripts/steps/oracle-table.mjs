const COLUMNS = [
  'library',
  'version',
  'cases',
  'decided',
  'wrong',
  'undecided',
  '',
  'in no file',
  'winners',
  'wrong',
];

/**
 * The lines of JSON that the live comparisons wrote, as a table, with the reasons for what was left undecided. `in no file`:
 * how many of those depend on files that are kept elsewhere, or on the order of the variables of a process.
 */
export function figuresTable(text) {
  const figures = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .sort((a, b) =>
      `${a.library} ${a.version}`.localeCompare(`${b.library} ${b.version}`, 'en', { numeric: true }),
    );
  const rows = figures.map(({ library, version, cases, wrong, undecided, elsewhere, winners }) => [
    library,
    version,
    String(cases),
    String(cases - undecided - wrong),
    String(wrong),
    String(undecided),
    `${((100 * undecided) / cases).toFixed(2)} %`,
    elsewhere === undefined ? '' : String(elsewhere),
    winners ? String(winners.compared) : '',
    winners ? String(winners.wrong) : '',
  ]);
  const widths = COLUMNS.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at].length)));
  const line = (row) =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ');
  const reasons = figures.flatMap(({ library, version, reasons: found }) =>
    found.slice(0, 6).map(({ why, times }) => `${library} ${version}: ${times} × ${why}`),
  );
  return [line(COLUMNS).trimEnd(), ...rows.map(line), ...(reasons.length > 0 ? ['', ...reasons] : [])].join(
    '\n',
  );
}
