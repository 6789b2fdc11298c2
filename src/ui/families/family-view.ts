/** How the page shows the studies of a family. */
import type { ComponentType } from 'react';
import type { FigureMaker } from '../../figures/figure.ts';
import type { Thinning } from '../../figures/thinning.ts';

export interface FamilyView {
  /** That of its family. */
  readonly id: string;
  /** In the order in which the page shows them, those of a topic together; those without one stand open. */
  readonly figures: readonly FigureMaker[];
  /**
   * Those that carry the result, the most telling first: the page shows the first two that have anything to say of a study right under its
   * finding.
   */
  readonly leading?: readonly FigureMaker[];
  /** Its networks getting thinner: a picture that lives while a study runs, and can be stepped through. */
  readonly thinning?: Thinning;
  /** What moves from the first second of a run on: stands above all others while one goes on. */
  readonly now?: FigureMaker;
  /** How all of them are looked at; stands above them. */
  readonly Toolbar: ComponentType;
  /** What was measured, as a table below them. */
  readonly ResultTable: ComponentType;
  /** What there is to say of its presets, behind their help. */
  readonly PresetNote?: ComponentType;
}
