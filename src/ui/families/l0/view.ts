import { descriptionLength, l0Figures, l0Thinning, lossAgainstSize, lossNow, textTotals, totalBySize } from '../../../figures/l0/index.ts';
import type { FamilyView } from '../family-view.ts';
import { ResultTable } from './ResultTable.tsx';
import { Toolbar } from './Toolbar.tsx';

export const l0View: FamilyView = {
  id: 'l0',
  figures: l0Figures,
  leading: [textTotals, totalBySize, lossAgainstSize, descriptionLength],
  thinning: l0Thinning,
  now: lossNow,
  Toolbar,
  ResultTable,
};
