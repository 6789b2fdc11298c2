/** What figures of ℓ0 studies are made from. */
import type { L0Published } from '../../study/families/l0/published.ts';
import type { L0Run } from '../../study/families/l0/run.ts';
import type { L0View } from '../../study/families/l0/view.ts';
import type { FigureInput, FigureMaker } from '../figure.ts';

export type L0Input = FigureInput<L0Run, L0Published, L0View>;
export type L0Options = L0Input['options'];
export type L0Maker = FigureMaker<L0Input>;
