import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import type { Layout } from 'plotly.js';
import { figureTitle, type FigureMaker } from '../../figures/figure.ts';
import type { LessonView } from '../../study/lesson-view.ts';
import { useFigureInput } from '../lab.tsx';
import { MarkedText } from './MarkedText.tsx';
import { ScanCode } from './ScanCode.tsx';
import { useLessonFigures } from './useLessonFigures.ts';
import styles from './PrintSheet.module.css';

interface PrintSheetProps {
  readonly view: LessonView;
  /** Null where it is too long to be scanned. */
  readonly url: string | null;
  readonly onPrinted: () => void;
}

/** A lesson on paper: its question, empty axes to draw a prediction into, lines to write on, and the way to the page. Prints at once. */
export function PrintSheet({ view, url, onPrinted }: PrintSheetProps) {
  useEffect(() => {
    document.body.dataset.printing = 'sheet';
    window.addEventListener('afterprint', onPrinted);
    window.print();
    return () => {
      window.removeEventListener('afterprint', onPrinted);
      delete document.body.dataset.printing;
    };
    // Printed once, when it is there.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return createPortal(
    <article className={styles.sheet} aria-label="Sheet to print">
      <h1 dir="auto">{view.title ?? 'What do you expect?'}</h1>
      {view.note !== undefined && <MarkedText text={view.note} />}
      {view.ask && (
        <p dir="auto">
          <strong>{view.ask.question}</strong>
        </p>
      )}
      {view.ask && <p className={styles.line}>My prediction:</p>}
      <EmptyAxes names={view.figures} />
      <p className={styles.line}>What came out, and why I think it did:</p>
      <p className={styles.line} />
      <p className={styles.line}>Name:</p>
      {url !== null && (
        <div className={styles.link}>
          <ScanCode url={url} size={150} />
          <span>Run it in your own browser: nothing is installed, and nothing leaves it.</span>
        </div>
      )}
    </article>,
    document.body,
  );
}

/** The axes of the first figure of the lesson without anything in them: what is seen before it is known is what a learner draws. */
function EmptyAxes({ names }: { readonly names: readonly string[] | undefined }) {
  const [first] = useLessonFigures(names);
  return first ? <Axes maker={first} /> : null;
}

const titleOf = (axis: Partial<Layout>['xaxis']): string => {
  const title = axis?.title;
  return (typeof title === 'string' ? title : title?.text) ?? '';
};

function Axes({ maker }: { readonly maker: FigureMaker }) {
  const input = useFigureInput((all) => all);
  const { xaxis, yaxis } = maker.make(input).layout;
  return (
    <figure className={styles.axes}>
      <figcaption>{figureTitle(maker, input)}: draw what you expect</figcaption>
      <svg viewBox="0 0 640 300" aria-hidden="true">
        {[70, 120, 170, 220].map((y) => (
          <path key={y} className={styles.grid} d={`M40 ${y}H620`} />
        ))}
        <path className={styles.axis} d="M40 20V270H620" />
        <text x="330" y="294" textAnchor="middle">
          {titleOf(xaxis)}
        </text>
        <text transform="translate(24 145) rotate(-90)" textAnchor="middle">
          {titleOf(yaxis)}
        </text>
      </svg>
    </figure>
  );
}
