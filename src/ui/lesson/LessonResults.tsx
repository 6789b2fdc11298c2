import { FigureGrid } from '../chart/FigureGrid.tsx';
import { viewOf } from '../families/index.ts';
import { useFigureInput, useLab } from '../lab.tsx';
import { Results } from '../Results.tsx';
import { FindingCard } from '../run/FindingCard.tsx';
import { useIsCovered } from './covered.ts';
import { Cover } from './Cover.tsx';
import { useLessonFigures } from './useLessonFigures.ts';
import styles from './Lesson.module.css';

/** What came out, as far as a lesson shows it: all of it where there is none. */
export function LessonResults() {
  const figures = useLab((lab) => lab.lesson?.view.figures);
  const isCovered = useIsCovered();
  if (isCovered) return <Cover />;
  return figures ? <ChosenFigures names={figures} /> : <Results />;
}

/** The figures of those names, in their order. */
function ChosenFigures({ names }: { readonly names: readonly string[] }) {
  const { figures } = viewOf(useFigureInput(({ family }) => family));
  const shown = useLessonFigures(names);
  const missing = names.filter((name) => figures.every((maker) => maker.name !== name));
  return (
    <>
      <FindingCard />
      {shown.length > 0 && <FigureGrid figures={shown} level={2} />}
      {missing.length > 0 && (
        <p className={styles.left}>
          The lesson names figures that are not here: {missing.map((name) => `“${name}”`).join(', ')}. They may be of another version of the
          lab, or of another kind of study.
        </p>
      )}
    </>
  );
}
