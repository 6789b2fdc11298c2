/** How figures of Dual Tomographic Compression are looked at. */

export interface DtcView {
  /** Sparsity as it is, or log(1 − s), which spreads the end of the ladder. */
  readonly sparsityAxis: 'linear' | 'log';
  /** Hidden layer that is looked at, from 0. */
  readonly layer: number;
}

export const dtcFirstView: DtcView = { sparsityAxis: 'linear', layer: 0 };
