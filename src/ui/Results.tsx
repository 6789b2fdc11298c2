import { useMemo } from 'react';
import { Details } from './chart/Details.tsx';
import { FigureCard } from './chart/FigureCard.tsx';
import { FigureGrid } from './chart/FigureGrid.tsx';
import { useApplying } from './chart/useApplying.ts';
import { viewOf } from './families/index.ts';
import { useFigureInput, useLab } from './lab.tsx';
import { FindingCard } from './run/FindingCard.tsx';
import { HollowRuns } from './run/HollowRuns.tsx';
import { PackersCard } from './run/PackersCard.tsx';
import { ThinningCard } from './thinning/ThinningCard.tsx';

/** Figures that stand under the finding: more of them nobody sees at once. */
const MOST_LEADING = 2;

const none = [] as const;

/** What came of the study that is shown: what was found with the figures that carry it, then the details, and its numbers as a table. */
export function Results() {
  // Of what figures are made from, not of the lab: so that those of one family are never asked about another.
  const { figures, leading: carrying = none, thinning, now, Toolbar, ResultTable } = viewOf(useFigureInput(({ family }) => family));
  const isGoing = useLab(({ run: { status } }) => status === 'running' || status === 'paused');
  const applying = useApplying(figures);
  const leading = useMemo(() => carrying.filter((maker) => applying.includes(maker)).slice(0, MOST_LEADING), [carrying, applying]);
  const rest = useMemo(() => applying.filter((maker) => !leading.includes(maker)), [applying, leading]);
  const open = useMemo(() => rest.filter(({ topic }) => !topic), [rest]);
  return (
    <>
      <FindingCard />
      <PackersCard />
      <HollowRuns />
      {thinning && <ThinningCard thinning={thinning} />}
      {isGoing && now && <FigureCard maker={now} isWide level={2} />}
      <Toolbar />
      {leading.length > 0 && <FigureGrid figures={leading} level={2} inPairs />}
      {open.length > 0 && <FigureGrid figures={open} level={2} />}
      <Details figures={rest} />
      <ResultTable />
    </>
  );
}
