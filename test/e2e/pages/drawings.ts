/**
 * Figures that are drawn on and on through studies of two families, and beside each, after every step, the same figure drawn anew: nothing
 * of the studies before may be left in the former.
 */
import { createStore } from 'zustand/vanilla';
import { dtcFigures } from '../../../src/figures/dtc/index.ts';
import type { FigureInput, FigureMaker } from '../../../src/figures/figure.ts';
import { l0Figures } from '../../../src/figures/l0/index.ts';
import { stream } from '../../../src/math/random.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { loadL0Published } from '../../../src/study/families/l0/published.ts';
import { Drawing } from '../../../src/ui/chart/drawing.ts';
import type { PlotElement } from '../../../src/ui/chart/plotly-types.ts';
import { enqueue } from '../../../src/ui/chart/queue.ts';
import type { PageLab } from '../../../src/ui/lab.tsx';
import { createView } from '../../../src/ui/view.ts';
import { foreignNames } from '../../unit/foreign-names.ts';
import { endedRun, l0InputOf, mnistJob, mnistStudy, studentStudy } from '../../unit/figures/l0/synthetic.ts';
import { digestOf, inputOf, study as dtcStudy, syntheticTrajectory } from '../../unit/figures/synthetic.ts';

// As in Safari, which tells nobody of idle moments: nothing else happens here that a drawing could wait for.
Reflect.deleteProperty(globalThis, 'requestIdleCallback');

const SIZE = { width: 640, height: 360 };
/** Studies that the figures of a family see before those of the other come into sight. */
const STUDIES = 4;

const published = { dtc: await loadPublished(), l0: await loadL0Published() };
const sweep = [0.3, 1, 3, 10].flatMap((lambda) =>
  [0.05, 0.1, 0.2].flatMap((share) => [1, 2].map((seed) => syntheticTrajectory({ method: 'dtc', seed, compression: { lambda, share } }))),
);
const foreign = endedRun(mnistJob(), { nonzero: 90, testLoss: 0.2, testAccuracy: 0.94 });
const layers = foreignNames.slice(0, 8).map((name) => ({ name, size: 10, nonzero: 3 }));

/** The studies that it goes through, by name. */
const studies: Readonly<Record<string, FigureInput>> = {
  'three methods': inputOf({ own: dtcStudy(), published: published.dtc }),
  'a sweep with a long legend': inputOf({ own: sweep }),
  'two hidden layers': inputOf({ own: [syntheticTrajectory({ method: 'dtc', hidden: [40, 20] })] }),
  'shared curves': inputOf({ shared: dtcStudy().map(digestOf) }),
  'published curves alone': inputOf({ published: published.dtc }),
  images: l0InputOf({ own: mnistStudy(), published: published.l0 }),
  'a regression': l0InputOf({ own: studentStudy(), published: published.l0 }),
  'the Gaussian loss': l0InputOf({ own: studentStudy('gauss') }),
  'one run': l0InputOf({ own: [endedRun(mnistJob(), { nonzero: 300, testLoss: 0.3, testAccuracy: 0.91 })] }),
  'foreign names': l0InputOf({ own: [{ ...foreign, summary: { ...foreign.summary!, layers } }] }),
};

/** Of each kind of axes and legends one or two: all of them would take a minute. */
const names = [
  'accuracy',
  'neurons-alive',
  'weight-rays',
  'training-loss',
  'frontier',
  'loss-against-size',
  'error-increase',
  'layer-sparsity',
];
const named = (makers: readonly FigureMaker[]): readonly FigureMaker[] => makers.filter(({ name }) => names.includes(name));
const makers: Readonly<Record<string, readonly FigureMaker[]>> = { dtc: named(dtcFigures), l0: named(l0Figures) };

interface Shown {
  readonly plot: PlotElement;
  readonly drawing: Drawing;
  readonly own: PageLab;
}

const failures: string[] = [];

function shown(maker: FigureMaker, input: FigureInput): Shown {
  const lab = { store: createStore(() => ({ hoveredCycle: null, chosenCycle: null, run: { status: 'running' } })), actions: {} };
  const own = { lab, view: createView(), figures: { store: createStore(() => input) } } as unknown as PageLab;
  const plot = document.body.appendChild(document.createElement('div')) as unknown as PlotElement;
  const overlay = document.createElement('div');
  const onError = (error: Error | null): void => void (error && failures.push(`${maker.name}: ${error.stack}`));
  const drawing = new Drawing(own, maker, { plot, overlay, hoverClass: 'h', chosenClass: 'c', onFigure: () => undefined, onError });
  drawing.setSize(SIZE.width, SIZE.height);
  return { plot, drawing, own };
}

/** Until everything that was asked for is made and drawn: what is out of sight comes last, and one after another. */
const settled = (): Promise<void> => new Promise((resolve) => enqueue({}, false, resolve));

/** What is drawn, but for the names that Plotly gives to each plot of a page; empty where nothing is shown. */
function drawnOf({ plot, drawing }: Shown): string {
  if (drawing.figure?.empty !== null) return '';
  // Plotly's internals are named with underscores.
  // eslint-disable-next-line no-underscore-dangle
  const uid = String((plot._fullLayout as { readonly _uid?: string } | undefined)?._uid);
  const lines = [...plot.querySelectorAll('svg.main-svg')].flatMap((svg) => linesOf(svg)).map((line) => line.replaceAll(uid, 'UID'));
  return lines.join('\n');
}

/** An element and all in it, a line each, attributes in one order: Plotly sets them in others, and leaves empty groups, when it draws again. */
function linesOf(element: Element, indent = ''): string[] {
  const inner = [...element.children].flatMap((child) => linesOf(child, `${indent} `));
  const text = element.children.length === 0 ? (element.textContent ?? '') : '';
  if (element.tagName === 'g' && inner.length === 0 && text === '') return [];
  const attributes = [...element.attributes]
    .map(
      ({ name, value }) =>
        `${name}="${
          name === 'style'
            ? value
                .split(/; ?/u)
                .filter((part) => part && part !== 'opacity: 1')
                .sort()
                .join('; ')
            : value
        }"`,
    )
    .filter((attribute) => !attribute.endsWith('=""'));
  return [`${indent}${element.tagName} ${attributes.sort().join(' ')} ${text}`, ...inner];
}

function firstDifference(kept: string, anew: string): string | null {
  const [a, b] = [kept.split('\n'), anew.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  if (at === -1 && a.length === b.length) return null;
  const [from, to] = [Math.max(0, at - 4), at + 4];
  return `kept:\n${a.slice(from, to).join('\n')}\nanew:\n${b.slice(from, to).join('\n')}`;
}

let random = stream(0, 'walk');
const one = <Thing>(things: readonly Thing[]): Thing => things[Math.floor(random.uniform() * things.length)];

let shownStudies = 0;

/** A study as it is shown while it runs or when it has ended, looked at in one way or another; and methods that are left out. */
function somehow(family: string): { readonly input: FigureInput; readonly hidden: readonly string[]; readonly said: string } {
  const name = one(Object.keys(studies).filter((key) => studies[key].family === family));
  const whole = studies[name];
  const own = whole.own.slice(0, Math.max(1, Math.floor(one([0, 0.5, 1]) * whole.own.length)));
  const change = {
    theme: one(['light', 'dark'] as const),
    sparsityAxis: one(['linear', 'log']),
    size: one(['bytes', 'rate']),
    quality: one(['loss', 'accuracy']),
  };
  const hidden = one([[], [], ['random'], ['drr']]);
  return {
    input: { ...whole, study: { key: `${name} ${++shownStudies}`, name, focus: 'run' }, own, options: { ...whole.options, ...change } },
    hidden,
    said: `${name}, ${own.length} runs, ${Object.values(change).join(' ')}, without ${hidden.join(' ') || 'nothing'}`,
  };
}

const show = ({ own }: Shown, { input, hidden }: ReturnType<typeof somehow>): void => {
  own.figures.store.setState(input, true);
  own.view.getState().setHidden(hidden);
};

/** What is left of earlier studies after each step. @param acts of the families in turn */
async function walk(seed: number, acts: number): Promise<string[]> {
  random = stream(seed, 'walk');
  const kept = new Map<FigureMaker, Shown>();
  const found: string[] = [];
  for (let act = 0; act < acts; act++) {
    const family = Object.keys(makers)[act % 2];
    for (const [maker, { drawing }] of kept) drawing.setInSight(makers[family].includes(maker));
    for (let step = 0; step < STUDIES; step++) {
      const next = somehow(family);
      const anew = makers[family].map((maker) => {
        const before = kept.get(maker) ?? shown(maker, next.input);
        kept.set(maker, before);
        const fresh = shown(maker, next.input);
        for (const place of [before, fresh]) show(place, next);
        // One of them is out of sight at a time, and says what is so all the same.
        before.drawing.setInSight(makers[family].indexOf(maker) !== step % makers[family].length);
        fresh.drawing.setInSight(true);
        return { maker, before, fresh };
      });
      // A drawing may ask for another one.
      for (let turn = 0; turn < 3; turn++) await settled();
      for (const { maker, before, fresh } of anew) {
        const isOut = makers[family].indexOf(maker) === step % makers[family].length;
        const difference = isOut ? null : firstDifference(drawnOf(before), drawnOf(fresh));
        if (difference) found.push(`act ${act}, step ${step}, ${next.said}: ${maker.name}\n${difference}`);
        if (JSON.stringify(before.drawing.figure?.notes) !== JSON.stringify(fresh.drawing.figure?.notes))
          found.push(`${next.said}: ${maker.name} has words of another study`);
        if (fresh.plot.querySelector('a')) found.push(`${next.said}: ${maker.name} has a link`);
        fresh.drawing.end();
        fresh.plot.remove();
        // Somebody zooms, which says nothing of the next study.
        const { emit } = before.plot as unknown as { emit?: (event: string, change: object) => void };
        emit?.call(before.plot, 'plotly_relayout', { 'xaxis.range': [0.1, 0.2], 'yaxis.range': [0.3, 0.4] });
      }
    }
  }
  for (const { drawing, plot } of kept.values()) {
    drawing.end();
    plot.remove();
  }
  return [...failures, ...found];
}

Object.assign(globalThis, { walk });
