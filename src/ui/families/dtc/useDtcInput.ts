import type { DtcInput } from '../../../figures/dtc/input.ts';
import { useFigureInput } from '../../lab.tsx';

/** A part of what figures of Dual Tomographic Compression are made from, where such a study is shown. */
export const useDtcInput = useFigureInput as <Part>(select: (input: DtcInput) => Part) => Part;
