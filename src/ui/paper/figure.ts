/** A figure of the archive. */
import type { FigureTable } from '../../figures/figure.ts';
import type { PgfPlots } from '../../figures/pgfplots/index.ts';

export interface PaperFigure {
  /** Of its files, without the ending: letters, digits and hyphens. */
  readonly name: string;
  readonly caption: string;
  readonly table: FigureTable;
  /** Null where pgfplots cannot draw it. */
  readonly plots: PgfPlots | null;
  readonly svg: string;
  readonly pdf: Uint8Array<ArrayBuffer>;
}
