import { FigureCard } from './chart/FigureCard.tsx';
import { FigureGrid } from './chart/FigureGrid.tsx';
import { viewOf } from './families/index.ts';
import { useFigureInput, useLab } from './lab.tsx';
import { FindingCard } from './run/FindingCard.tsx';
import { HollowRuns } from './run/HollowRuns.tsx';
import { ThinningCard } from './thinning/ThinningCard.tsx';

/** What came of the study that is shown: its figures, how they are looked at, and its numbers as a table. */
export function Results() {
  // Of what figures are made from, not of the lab: so that those of one family are never asked about another.
  const { figures, thinning, now, Toolbar, ResultTable } = viewOf(useFigureInput(({ family }) => family));
  const isGoing = useLab(({ run: { status } }) => status === 'running' || status === 'paused');
  return (
    <>
      <FindingCard />
      <HollowRuns />
      {thinning && <ThinningCard thinning={thinning} />}
      {isGoing && now && <FigureCard maker={now} isWide />}
      <Toolbar />
      <FigureGrid figures={figures} />
      <ResultTable />
    </>
  );
}
