import { familyOf } from '../study/schema.ts';
import { FigureGrid } from './chart/FigureGrid.tsx';
import { L0Toolbar } from './chart/L0Toolbar.tsx';
import { Toolbar } from './chart/Toolbar.tsx';
import { useLab } from './lab.tsx';
import { L0ResultTable } from './steps/L0ResultTable.tsx';
import { StepTable } from './steps/StepTable.tsx';

/** What came of the study that is shown: its figures, how they are looked at, and its numbers as a table. */
export function Results() {
  const family = useLab(
    ({ run, shared, compared, study }) => familyOf((run.study ?? shared?.study ?? compared[0]?.study ?? study).job).family.name,
  );
  return family === 'l0' ? (
    <>
      <L0Toolbar />
      <FigureGrid family={family} />
      <L0ResultTable />
    </>
  ) : (
    <>
      <Toolbar />
      <FigureGrid family={family} />
      <StepTable />
    </>
  );
}
