/** How figures of ℓ0 studies are looked at. */

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
};
