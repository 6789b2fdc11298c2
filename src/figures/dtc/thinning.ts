/** The hidden layers of a network that loses neurons. */
import { grouped } from '../../math/number-text.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import type { NetworkAt, Thinning, UnitLayer, UnitState } from '../thinning.ts';

const NOTE = 'Each dot is a neuron: filled while it is there, a ring in the cycle in which it is removed, pale afterwards.';
const COUNTED = 'Which neurons were removed is not in this record, only how many: the last dots stand for them.';

export const dtcThinning: Thinning<DtcRun> = {
  at(run, step) {
    const { points } = run;
    const at = step === null ? points.length - 1 : points.findLastIndex(({ cycle }) => cycle <= step);
    const point = at < 0 ? null : points[at];
    const leaving = step === null || point?.cycle === step ? 'leaves' : 'gone';
    const known = layersAt(run, at, leaving);
    const all = sum(run.job.model.hidden);
    return {
      step: point?.cycle ?? null,
      layers: known ?? [countedLayer(run, at, leaving)],
      words:
        point === null
          ? `all ${grouped(all)} neurons there`
          : `${grouped(point.neurons)} of ${grouped(all)} neurons left · ${percent(point.testAccuracy)} right`,
      note: known ? NOTE : `${NOTE} ${COUNTED}`,
      sample: null,
    } satisfies NetworkAt;
  },
};

/** Of each hidden layer which neurons are there; null where a step does not say which went. */
function layersAt({ job, steps }: DtcRun, at: number, leaving: UnitState): UnitLayer[] | null {
  const layers = job.model.hidden.map((width) => Array.from({ length: width }, (): UnitState => 'left'));
  for (let index = 0; index <= at; index++) {
    for (const [place, units] of layers.entries()) {
      const layer = steps?.[index]?.layers[place];
      if (!layer || (layer.neurons < layer.neuronsBefore && !layer.removed)) return null;
      for (const neuron of layer.removed ?? []) units[neuron] = index === at ? leaving : 'gone';
    }
  }
  return layers.map((units, place) => ({ kind: 'units', name: nameOf(place, layers.length), units }));
}

/** All hidden layers as one: of a link no more is known than how many neurons they have together. */
function countedLayer({ job, points }: DtcRun, at: number, leaving: UnitState): UnitLayer {
  const all = sum(job.model.hidden);
  const left = points[at].neurons;
  const before = points[at - 1]?.neurons ?? all;
  return {
    kind: 'units',
    name: job.model.hidden.length === 1 ? nameOf(0, 1) : 'all hidden layers',
    units: Array.from({ length: all }, (_, unit) => (unit < left ? 'left' : unit < before ? leaving : 'gone')),
  };
}

const nameOf = (place: number, layers: number): string => (layers === 1 ? 'hidden layer' : `hidden layer ${place + 1}`);
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
