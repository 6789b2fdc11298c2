/** What figures of Dual Tomographic Compression are made from. */
import type { Published } from '../../study/families/dtc/published.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import type { DtcView } from '../../study/families/dtc/view.ts';
import type { FigureInput, FigureMaker } from '../figure.ts';

export type DtcInput = FigureInput<DtcRun, Published, DtcView>;
export type DtcOptions = DtcInput['options'];
export type DtcMaker = FigureMaker<DtcInput>;
