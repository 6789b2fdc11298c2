/** How figures of Dual Tomographic Compression are looked at. */

export interface DtcView {
  /** Sparsity as it is, or log(1 − s), which spreads the end of the ladder. */
  readonly sparsityAxis: 'linear' | 'log';
  /** Hidden layer that is looked at, from 0. */
  readonly layer: number;
}

/** The ladder goes to 97 or 99 % of the neurons: on a linear axis half of its prunes lie in the last tenth. */
export const dtcFirstView: DtcView = { sparsityAxis: 'log', layer: 0 };
