import { FigureGrid } from './chart/FigureGrid.tsx';
import { viewOf } from './families/index.ts';
import { useFigureInput } from './lab.tsx';
import { FindingCard } from './run/FindingCard.tsx';
import { HollowRuns } from './run/HollowRuns.tsx';

/** What came of the study that is shown: its figures, how they are looked at, and its numbers as a table. */
export function Results() {
  // Of what figures are made from, not of the lab: so that those of one family are never asked about another.
  const { figures, Toolbar, ResultTable } = viewOf(useFigureInput(({ family }) => family));
  return (
    <>
      <FindingCard />
      <HollowRuns />
      <Toolbar />
      <FigureGrid figures={figures} />
      <ResultTable />
    </>
  );
}
