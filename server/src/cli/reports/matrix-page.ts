/** Colours have a contrast of at least 4.5 to 1 on their grounds, in both schemes; none of them says what no word says. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f3f5f8; --text: #1b2330; --quiet: #56606e; --line: #d3d9e1;
  --good: #17663a; --bad: #b3201f; --open: #7a5200; --focus: #1f5fbf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12171f; --raised: #1c2430; --text: #e4e9f0; --quiet: #a3afbe; --line: #354152;
    --good: #6fd497; --bad: #ff918a; --open: #f0bf5c; --focus: #8ab8ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 110rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
code, .secret { font-family: ui-monospace, monospace; font-size: .92em; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; }
form[hidden] { display: none; }
input, select { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: 4px; padding: .25rem .5rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.scroll { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: .5rem .75rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-top: 1px solid var(--line); }
thead th { position: sticky; top: 0; z-index: 2; background: var(--raised); white-space: nowrap; }
tbody th { position: sticky; left: 0; z-index: 1; background: var(--ground); font: 600 .92em/1.6 ui-monospace, monospace; }
thead th:first-child { left: 0; z-index: 3; }
tbody tr:hover > * { background: var(--raised); }
tr[hidden] { display: none; }
.about, .from { display: block; color: var(--quiet); font: .85em/1.4 system-ui, sans-serif; overflow-wrap: anywhere; }
.verdict { display: block; font-weight: 400; font-size: .85em; }
strong { font-weight: 600; }
.good { color: var(--good); }
.bad, td.missing, td.missing strong, td.invalid strong { color: var(--bad); }
.open, td.different, td.unknown, td.possible strong, td.undecided strong, td.unseen strong { color: var(--open); }
td.same { color: var(--quiet); }
@media (max-width: 40rem) { main { padding: .75rem; } tbody th, thead th:first-child { position: static; } thead th:first-child { position: sticky; left: auto; z-index: 2; } }
@media print { .scroll { overflow: visible; max-height: none; } form { display: none; } }
`;

/** Shows the filter and makes it work: rows whose key holds all the words, of the kind that is chosen. */
export const FILTER = `
(() => {
  const form = document.getElementById('filter');
  const words = document.getElementById('words');
  const kind = document.getElementById('kind');
  const shown = document.getElementById('shown');
  const rows = [...document.querySelectorAll('tbody tr')];
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const name = row.cells[0].textContent.toLowerCase();
      const kinds = row.dataset.kinds.split(' ');
      const fits = wanted.every((it) => name.includes(it)) && (kind.value === '' || kinds.includes(kind.value));
      row.hidden = !fits;
      if (fits) count += 1;
    }
    shown.value = count + ' of ' + rows.length + ' keys';
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', apply);
  apply();
})();
`;
