/** Names beside lines stay inside their figure, and published numbers apart from what α says. */
import { expect, it } from 'vitest';
import type { Trace } from '../../../../src/figures/draw.ts';
import { descriptionLength } from '../../../../src/figures/l0/description-length.ts';
import { errorIncrease } from '../../../../src/figures/l0/error-increase.ts';
import { frontier, uprightLabel } from '../../../../src/figures/l0/frontier.ts';
import { layerSparsity } from '../../../../src/figures/l0/layer-sparsity.ts';
import { lossAgainstSize } from '../../../../src/figures/l0/loss-against-size.ts';
import { lossCurves } from '../../../../src/figures/l0/loss-curves.ts';
import { loadL0Published } from '../../../../src/study/families/l0/published.ts';
import { endedRun, l0InputOf, mnistJob, mnistStudy, studentStudy } from './synthetic.ts';
import { wordsOf } from '../../../../src/figures/notes.ts';

/** The plot of a figure on a phone, in pixels, and what a letter and a line of 11 px take there. */
const phone = { width: 225, height: 230, letter: 6, line: 14 };

it('the name of a line turns to its left where the axis ends soon', () => {
  const axis = { low: 1, high: 100 };
  expect(uprightLabel(2, 'a', '#000000', axis).xanchor).toBe('left');
  expect(uprightLabel(80, 'a', '#000000', axis).xanchor).toBe('right');
});

it('published lengths stand whole to the right of every α, inside the figure, and no tick gives them one', async () => {
  const { data, layout } = descriptionLength.make(l0InputOf({ own: studentStudy(), published: await loadL0Published() }));
  const traces = data as Trace[];
  const published = traces.filter(({ uid }) => uid?.startsWith('published/'));
  expect(published).toHaveLength(4);
  const ours = traces.filter(({ uid }) => uid?.endsWith('/points')).flatMap(({ x }) => x as number[]);
  const [[at]] = published.map(({ x }) => x as number[]);
  const [from, to] = layout.xaxis!.range as number[];
  expect(at).toBeGreaterThan(Math.max(...ours));
  expect((to - Math.log10(at)) / (to - from)).toBeGreaterThan(0.03);
  expect(Math.max(...(layout.xaxis!.tickvals as number[]))).toBeLessThan(at);
});

it('names of published methods meet neither each other nor the marker of another method on a phone', async () => {
  const { data, layout } = errorIncrease.make(l0InputOf({ job: mnistJob(), published: await loadL0Published() }));
  const share = ([from, to]: number[], value: number): number => (value - from) / (to - from);
  const markers = (data as Trace[]).map(({ x, y, text, textposition }) => ({
    x: phone.width * share(layout.xaxis!.range as number[], Math.log10((x as number[])[0])),
    y: phone.height * share(layout.yaxis!.range as number[], (y as number[])[0]),
    text: (text as string[] | undefined)?.[0] ?? '',
    side: String(textposition),
  }));
  const names = markers.filter(({ text }) => text !== '');
  expect(names.map(({ text }) => text)).toEqual(expect.arrayContaining(['DRR', 'PMMP', 'R-L1']));
  // Rings of the literature have theirs where there is room.
  expect(names.length).toBeGreaterThan(5);
  const boxes = names.map(({ x, y, text, side }) => {
    const width = phone.letter * text.length;
    const across = side.endsWith('left') ? -6 - width / 2 : side.endsWith('right') ? 6 + width / 2 : 0;
    const up = side.startsWith('top') ? 6 + phone.line / 2 : side.startsWith('bottom') ? -6 - phone.line / 2 : 0;
    return { text, x: x + across, y: y + up, width, height: phone.line };
  });
  const meet = (a: (typeof boxes)[number], b: { x: number; y: number; width: number; height: number }): boolean =>
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;
  for (const [index, box] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) expect(meet(box, other), `${box.text} and ${other.text}`).toBe(false);
    for (const other of markers)
      if (other.text !== box.text) expect(meet(box, { ...other, width: 7, height: 7 }), `${box.text} and a marker`).toBe(false);
  }
});

it.each([
  ['students', studentStudy()],
  ['digits', mnistStudy()],
])('names of isolines meet neither each other nor a run on a phone: %s', (_, own) => {
  const { data, layout } = lossAgainstSize.make(l0InputOf({ own }));
  const place = (axis: 'xaxis' | 'yaxis', value: number): number => {
    const { range, type } = layout[axis]!;
    const [from, to] = range as number[];
    return ((type === 'log' ? Math.log10(value) : value) - from) / (to - from);
  };
  const at = ({ x, y }: Trace) =>
    (x as number[]).map((value, index) => ({
      x: phone.width * place('xaxis', value),
      y: phone.height * place('yaxis', (y as number[])[index]),
    }));
  const names = (data as Trace[]).find(({ uid }) => uid === 'isolines/names')!;
  const sides = names.textposition as unknown as string[];
  const boxes = at(names).map(({ x, y }, index) => {
    const text = (names.text as string[])[index];
    const width = 5.5 * text.length;
    return { text, y, left: sides[index].endsWith('left') ? x - width : x, right: sides[index].endsWith('left') ? x : x + width };
  });
  expect(boxes.length).toBeGreaterThan(2);
  for (const [index, box] of boxes.entries()) {
    expect(box.left, box.text).toBeGreaterThanOrEqual(0);
    expect(box.right, box.text).toBeLessThanOrEqual(phone.width);
    for (const other of boxes.slice(index + 1)) {
      const apart = box.right <= other.left || other.right <= box.left || Math.abs(box.y - other.y) >= 12;
      expect(apart, `${box.text} and ${other.text}`).toBe(true);
    }
    for (const run of (data as Trace[]).filter(({ uid }) => uid?.endsWith('/points')).flatMap(at)) {
      expect(run.x < box.left || run.x > box.right || Math.abs(run.y - box.y) > 7, `${box.text} and a run`).toBe(true);
    }
  }
});

it('names of phases and what a pruning left stay in the plot and apart, on a phone and after a short first phase', () => {
  const run = endedRun(mnistJob({ alpha: 1e-4 }), { nonzero: 188_221, testLoss: 0.4, testAccuracy: 0.9 });
  const of = (phase: string) => run.steps.find((step) => step.phase === phase)!;
  const steps = [
    ...[1, 2, 3].map((epoch) => ({ ...of('regularised'), epoch })),
    { ...of('pruning'), epoch: 3, nonzero: 188_221 },
    ...[4, 7, 11].map((epoch) => ({ ...of('fine-tuning'), epoch })),
  ];
  const { layout } = lossCurves.make(l0InputOf({ own: [{ ...run, steps }] }));
  const end = (layout.xaxis!.range as number[])[1];
  const boxes = layout.annotations!.map(({ x, y, text, xanchor, xshift = 0 }) => {
    const from = (phone.width * Number(x)) / end + xshift;
    const width = 5.5 * text!.length;
    return {
      text,
      row: Math.round(Number(y) * 100),
      left: xanchor === 'left' ? from : from - width,
      right: xanchor === 'left' ? from + width : from,
    };
  });
  expect(boxes.map(({ text }) => text)).toEqual(['training with the penalty', 'fine-tuning', 'pruned: 188,221 left']);
  for (const [index, box] of boxes.entries()) {
    expect(box.left, box.text).toBeGreaterThanOrEqual(0);
    for (const other of boxes.slice(index + 1))
      expect(box.row === other.row && box.left < other.right && other.left < box.right, `${box.text} and ${other.text}`).toBe(false);
  }
});

it('layers of a deep network have their names, short enough to stand beneath their bars, and numbers only where those have room', () => {
  const deep = (count: number) => {
    const run = endedRun(mnistJob(), { nonzero: 90, testLoss: 0.2, testAccuracy: 0.9 });
    const layers = Array.from({ length: count }, (_, index) => ({ name: `stage-${index}/block-1/convolution`, size: 100, nonzero: index }));
    return layerSparsity.make(l0InputOf({ own: [{ ...run, summary: { ...run.summary!, layers } }] }));
  };
  const [few, many] = [deep(4), deep(28)];
  expect((few.data[0] as Trace).text).toHaveLength(4);
  expect(few.layout.xaxis).not.toHaveProperty('tickangle');
  expect(many.data[0]).not.toHaveProperty('text');
  expect(wordsOf(many)).not.toContain('numbers:');
  const { tickvals, ticktext, tickangle } = many.layout.xaxis!;
  expect(tickangle).toBe(-60);
  expect(tickvals).toEqual((many.data[0] as Trace).x);
  for (const text of ticktext as string[]) expect(text.length).toBeLessThanOrEqual(18);
});

it('which weights are counted is said, where it differs by the methods that do the one and the other', () => {
  const of = (...methods: string[]) => {
    const own = methods.map((method) => endedRun(mnistJob({ method }), { nonzero: 90, testLoss: 0.2, testAccuracy: 0.9 }));
    return wordsOf(frontier.make(l0InputOf({ own })));
  };
  expect(of('rl1', 'drr')).toContain('weights without influence are taken out and not counted');
  expect(of('magnitude-finetune', 'lottery-ticket')).toContain('weights without influence stay and are counted');
  expect(of('rl1', 'magnitude-finetune', 'vanilla')).toContain(
    'weights without influence are taken out for R-L1 and counted for Magnitude, fine-tuned',
  );
  expect(of('vanilla')).not.toContain('influence');
});

it('few runs have a line of the best and no area', () => {
  const own = mnistStudy();
  const areas = (runs: typeof own) =>
    frontier.make(l0InputOf({ own: runs })).data.filter((trace) => (trace as Trace).fill === 'toself').length;
  expect(areas(own)).toBe(2);
  expect(areas(own.slice(0, 4))).toBe(0);
});
