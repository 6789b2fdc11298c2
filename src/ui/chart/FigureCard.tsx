import { useId, useRef, useState, type RefObject } from 'react';
import { csvOf } from '../../figures/csv.ts';
import { figureTitle, type Figure, type FigureMaker } from '../../figures/figure.ts';
import { wordsOf } from '../../figures/notes.ts';
import { download, fileName, textFile } from '../files/download.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Menu } from '../kit/Menu.tsx';
import { useActions, useFigureInput, useLab, useView } from '../lab.tsx';
import { Chart, type ChartHandle } from './Chart.tsx';
import { FigureAbout } from './FigureAbout.tsx';
import { FigureControls } from './FigureControls.tsx';
import { FigureLegend } from './FigureLegend.tsx';
import { FigureTableView } from './FigureTableView.tsx';
import { PictureDialog } from './PictureDialog.tsx';
import { WhenFilled } from './WhenFilled.tsx';
import card from '../kit/Card.module.css';
import styles from './FigureCard.module.css';

interface FigureCardProps {
  readonly maker: FigureMaker;
  /** Whether it takes a whole row. */
  readonly isWide: boolean;
  /** Of its title. */
  readonly level: 2 | 4;
}

/** A figure with its title, what there is to know of it, what can be done with it, and its data as a table. */
export function FigureCard({ maker, isWide, level }: FigureCardProps) {
  const Title = `h${level}` as const;
  const titleId = useId();
  const [figure, setFigure] = useState<Figure | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [asTable, setAsTable] = useState(false);
  const title = useFigureInput((input) => figureTitle(maker, input));
  const chart = useRef<ChartHandle>(null);
  const nothing = !figure || figure.empty !== null;
  const showsChart = !asTable && !nothing && !error;
  return (
    <section className={`${card.card} ${styles.card} ${isWide ? styles.wide : ''}`} aria-labelledby={titleId} data-testid={titleId}>
      <header className={styles.head}>
        <div className={styles.titled}>
          <Title id={titleId} className={styles.title}>
            {title}
          </Title>
          <FigureAbout maker={maker} title={title} figure={figure} />
        </div>
        <p className={styles.subtitle}>{figure?.subtitle ?? 'being prepared'}</p>
        <Actions maker={maker} title={title} figure={figure} asTable={asTable} onTable={setAsTable} chart={chart} />
      </header>
      {showsChart && <FigureLegend figure={figure} />}
      {maker.controls && !asTable && !nothing && <FigureControls maker={maker} title={title} />}
      <div className={styles.body} data-empty={(figure !== null && figure.empty !== null) || undefined}>
        <Chart
          ref={chart}
          maker={maker}
          isWide={isWide}
          label={figure ? `${title}. ${wordsOf(figure)}. Its data can be shown as a table.` : title}
          isHidden={!showsChart}
          onFigure={setFigure}
          onError={setError}
        />
        {asTable && figure && <FigureTableView title={title} figure={figure} />}
        {!asTable && figure?.empty && <Nothing text={figure.empty} filledBy={maker.filledBy ?? 'step'} />}
        {error && (
          <div className={styles.error}>
            <ErrorText>This figure could not be drawn: {error.message}</ErrorText>
            {/* Shown again, the chart draws itself. */}
            <Button small icon="retry" onPress={() => setError(null)}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

/** Said in place of a plot. What a link does not carry, its study shows when it is run. */
function Nothing({ text, filledBy }: { readonly text: string; readonly filledBy: 'step' | 'job' }) {
  const actions = useActions();
  const isLinkAlone = useLab(({ shared, run }) => shared?.source === 'link' && run.study === null);
  return (
    <div className={styles.empty}>
      <p>{text}</p>
      <WhenFilled by={filledBy} />
      {isLinkAlone && (
        <Button small icon="retry" onPress={actions.reproduce}>
          Reproduce
        </Button>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly maker: FigureMaker;
  readonly title: string;
  readonly figure: Figure | null;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
  readonly chart: RefObject<ChartHandle | null>;
}

function Actions({ maker, title, figure, asTable, onTable, chart }: ActionsProps) {
  const [saves, setSaves] = useState(false);
  const present = useView((view) => view.present);
  const nothing = !figure || figure.empty !== null;
  // A figure with a picture has rows; they are made when they are read, so nothing asks for them here.
  const withoutRows = !figure || (figure.empty !== null && figure.table.rows.length === 0);
  return (
    <>
      <Menu
        label={`Actions of ${title}`}
        entries={[
          { title: asTable ? 'Show the chart' : 'Show data as table', run: () => onTable(!asTable), disabled: withoutRows },
          {
            title: 'Download CSV',
            run: () => figure && download(textFile(csvOf(figure.table), 'text/csv'), fileName(title, 'csv')),
            disabled: withoutRows,
          },
          { title: 'Present', run: () => present(maker.name), disabled: nothing || asTable },
          { title: 'Save picture…', run: () => setSaves(true), disabled: nothing },
          { title: 'Reset zoom', run: () => chart.current?.resetZoom(), disabled: nothing || asTable },
        ]}
      >
        <IconButton icon="more" label={`Actions of ${title}`} small bare />
      </Menu>
      <PictureDialog maker={maker} isOpen={saves} onClose={() => setSaves(false)} />
    </>
  );
}
