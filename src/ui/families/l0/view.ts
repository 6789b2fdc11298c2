import { l0Figures, lossNow } from '../../../figures/l0/index.ts';
import type { FamilyView } from '../family-view.ts';
import { ResultTable } from './ResultTable.tsx';
import { Toolbar } from './Toolbar.tsx';

export const l0View: FamilyView = { id: 'l0', figures: l0Figures, now: lossNow, Toolbar, ResultTable };
