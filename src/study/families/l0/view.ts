/** How figures of ℓ0 studies are looked at. */
import type { LlamaVariant } from '../../../coding/llama-example.ts';
import type { WeightLength } from '../../../coding/rounded-weights.ts';

export interface L0View {
  /** Key of the task (data, network, loss) that is shown; null for the study's first. */
  readonly task: string | null;
  /** Id of the run that single-run figures look into; null for the one of shortest description. */
  readonly run: string | null;
  /** Size as bytes of the codec, or as the compression rate. */
  readonly size: 'bytes' | 'rate';
  readonly quality: 'loss' | 'accuracy';
  /** The hull behind a frontier: edges beyond a ratio of their range go, or triangles beyond a circumradius. */
  readonly hull: 'ratio' | 'radius';
  readonly hullRatio: number;
  readonly hullRadius: number;
  /** Of networks that read texts: bits of a weight, and whether where the weights stand is counted. */
  readonly weightBits: '32' | '16' | '8';
  readonly weightLength: WeightLength;
  /** Of the worked example of the paper: which integral, and how nats become bits. */
  readonly integral: LlamaVariant['integral'];
  readonly conversion: LlamaVariant['conversion'];
  /** Megabytes of the published text whose totals are shown. */
  readonly publishedText: '300' | '1232' | '6160';
}

/** As they are looked at first. Ratio and radius are the lab's choice: the paper gives neither (arXiv 2505.17469, Fig. 3). */
export const l0FirstView: L0View = {
  task: null,
  run: null,
  size: 'bytes',
  quality: 'loss',
  hull: 'ratio',
  hullRatio: 0.3,
  hullRadius: 0.15,
  weightBits: '32',
  weightLength: 'values',
  integral: 'recomputed',
  conversion: 'divide',
  publishedText: '300',
};
