import type { L0Input } from '../../../figures/l0/input.ts';
import { useFigureInput } from '../../lab.tsx';

/** A part of what figures of ℓ0 studies are made from, where such a study is shown. */
export const useL0Input = useFigureInput as <Part>(select: (input: L0Input) => Part) => Part;
