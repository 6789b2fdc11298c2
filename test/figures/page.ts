/**
 * Draws every figure that has a snapshot, in light and dark, and beside those that are not as in the last commit how they were. Served by
 * `npm run figures`; no part of the build.
 */
import { loadPlotly } from '../../src/ui/chart/load-plotly.ts';
import { snapshotCases, type SnapshotCase } from '../unit/figures/cases.ts';
import { changedLines } from './changed-lines.ts';
import type { Snapshots } from './snapshots.ts';

const themes = ['light', 'dark'] as const;
const plotly = await loadPlotly();
const snapshots: Snapshots = await (await fetch('/snapshots.json')).json();
const before = snapshots.before === null ? new Map<string, SnapshotCase>() : await casesOf(snapshots.before);
const articles = snapshotCases.map(article);

const changed = articles.filter(({ dataset }) => dataset.state !== 'same').length;
const unaccepted = articles.filter(({ dataset }) => dataset.accepted === 'no').length;
document.getElementById('summary')!.textContent =
  `${articles.length} figures. ${changed} not as in ${snapshots.since}` +
  (changed > 0 ? ', first here. ' : '. ') +
  (unaccepted > 0 ? `${unaccepted} not accepted yet: npm run unit -- test/unit/figures/snapshots.test.ts -u` : 'All accepted.');
document
  .getElementById('figures')!
  .append(...articles.sort((a, b) => Number(a.dataset.state === 'same') - Number(b.dataset.state === 'same')));

/** The cases of the sources of the last commit, which lie in a folder of their own. */
async function casesOf(address: string): Promise<Map<string, SnapshotCase>> {
  const module: { snapshotCases: readonly SnapshotCase[] } = await import(/* @vite-ignore */ address);
  return new Map(module.snapshotCases.map((of) => [of.file, of]));
}

function article(shown: SnapshotCase): HTMLElement {
  const now = shown.text();
  const { committed, accepted } = snapshots.files[shown.file] ?? { committed: null, accepted: null };
  const state = committed === null ? 'new' : committed === now ? 'same' : 'changed';
  const box = element('article', { id: shown.file });
  box.dataset.state = state;
  box.dataset.accepted = accepted === now ? 'yes' : 'no';
  const note = { new: ' (new)', same: '', changed: ' (changed)' }[state] + (accepted === now ? '' : ', not accepted');
  box.append(element('h2', {}, `${shown.title}${note}`), element('code', {}, shown.file));
  const old = state === 'changed' ? before.get(shown.file) : undefined;
  if (old) box.append(row('before', old), row('after', shown));
  else box.append(row('', shown));
  if (state === 'changed') box.append(difference(committed ?? '', now));
  return box;
}

function row(when: string, shown: SnapshotCase): HTMLElement {
  const box = element('div', { className: 'row' });
  for (const theme of themes) {
    const figure = element('figure', {});
    const plot = element('div', { className: 'plot' });
    plot.dataset.theme = theme;
    figure.append(element('figcaption', {}, [when, theme].filter(Boolean).join(', ')), plot);
    box.append(figure);
    whenInSight(plot, () => draw(plot, shown.make(theme)));
  }
  return box;
}

async function draw(plot: HTMLElement, { data, layout, empty }: ReturnType<SnapshotCase['make']>): Promise<void> {
  if (empty !== null) plot.textContent = empty;
  else await plotly.react(plot, [...data], { ...layout, width: plot.clientWidth, height: 300 }, { displayModeBar: false });
  plot.dataset.drawn = 'yes';
}

/** Some two hundred plots at once would take the browser a minute. */
function whenInSight(plot: HTMLElement, show: () => Promise<void>): void {
  const sight = new IntersectionObserver(
    (entries) => {
      if (!entries.at(-1)?.isIntersecting) return;
      sight.disconnect();
      show().catch((error: unknown) => (plot.textContent = String(error)));
    },
    { rootMargin: '300px' },
  );
  sight.observe(plot);
}

function difference(committed: string, now: string): HTMLElement {
  const box = element('pre', {});
  for (const { kind, line } of changedLines(committed, now)) {
    box.append(element(kind === 'gone' ? 'del' : 'ins', {}, `${kind === 'gone' ? '−' : '+'} ${line}`), '\n');
  }
  return box;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, properties: object, text = ''): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties, text === '' ? {} : { textContent: text });
}
