import { accuracy, accuracyBeforePrune, differenceToRandom, dtcFigures, dtcThinning, trainingLossNow } from '../../../figures/dtc/index.ts';
import type { FamilyView } from '../family-view.ts';
import { PresetNote } from './PresetNote.tsx';
import { StepTable } from './StepTable.tsx';
import { Toolbar } from './Toolbar.tsx';

export const dtcView: FamilyView = {
  id: 'dtc',
  figures: dtcFigures,
  // Of one method alone there is no difference to look at.
  leading: [accuracy, differenceToRandom, accuracyBeforePrune],
  thinning: dtcThinning,
  now: trainingLossNow,
  Toolbar,
  ResultTable: StepTable,
  PresetNote,
};
