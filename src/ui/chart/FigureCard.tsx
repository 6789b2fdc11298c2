import { useId, useRef, useState } from 'react';
import { csvOf } from '../../figures/csv.ts';
import { figureTitle, type Figure, type FigureMaker } from '../../figures/figure.ts';
import { download, fileName, textFile } from '../files/download.ts';
import { IconButton } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Menu } from '../kit/Menu.tsx';
import { useFigureInput, usePageLab } from '../lab.tsx';
import { Chart, type ChartHandle } from './Chart.tsx';
import { FigureControls } from './FigureControls.tsx';
import { FigureTableView } from './FigureTableView.tsx';
import { picture } from './picture.ts';
import card from '../kit/Card.module.css';
import styles from './FigureCard.module.css';

/** A figure with its title, what can be done with it, and its data as a table. */
export function FigureCard({ maker, isWide }: { readonly maker: FigureMaker; readonly isWide: boolean }) {
  const { lab, view } = usePageLab();
  const titleId = useId();
  const [figure, setFigure] = useState<Figure | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [asTable, setAsTable] = useState(false);
  const title = useFigureInput((input) => figureTitle(maker, input));
  const chart = useRef<ChartHandle>(null);

  const savePicture = (format: 'png' | 'svg') => {
    if (!figure) return;
    picture(title, figure, format, view.getState().hidden).then(
      (blob) => download(blob, fileName(title, format)),
      (reason: unknown) =>
        lab.actions.notify({
          kind: 'error',
          message: `“${title}” could not be saved as ${format.toUpperCase()}: ${String(reason)}. Its CSV has the same numbers.`,
        }),
    );
  };

  const nothing = !figure || figure.empty !== null;
  // A figure with a picture has rows; they are made when they are read, so nothing asks for them here.
  const withoutRows = !figure || (figure.empty !== null && figure.table.rows.length === 0);
  const showsChart = !asTable && !nothing && !error;
  return (
    <section className={`${card.card} ${styles.card} ${isWide ? styles.wide : ''}`} aria-labelledby={titleId} data-testid={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <p className={styles.subtitle}>{figure?.subtitle ?? 'being prepared'}</p>
        <Menu
          label={`Actions of ${title}`}
          entries={[
            { title: asTable ? 'Show the chart' : 'Show data as table', run: () => setAsTable(!asTable), disabled: withoutRows },
            {
              title: 'Download CSV',
              run: () => figure && download(textFile(csvOf(figure.table), 'text/csv'), fileName(title, 'csv')),
              disabled: withoutRows,
            },
            { title: 'Download PNG', run: () => savePicture('png'), disabled: nothing },
            { title: 'Download SVG', run: () => savePicture('svg'), disabled: nothing },
            { title: 'Reset zoom', run: () => chart.current?.resetZoom(), disabled: nothing || asTable },
          ]}
        >
          <IconButton icon="more" label={`Actions of ${title}`} small bare />
        </Menu>
      </header>
      {maker.controls && !asTable && !nothing && <FigureControls maker={maker} title={title} />}
      <div className={styles.body}>
        <Chart
          ref={chart}
          maker={maker}
          label={figure ? `${title}. ${figure.subtitle}. Its data can be shown as a table.` : title}
          isHidden={!showsChart}
          onFigure={setFigure}
          onError={setError}
        />
        {asTable && figure && <FigureTableView title={title} figure={figure} />}
        {!asTable && figure?.empty && <p className={styles.empty}>{figure.empty}</p>}
        {error && (
          <div className={styles.error}>
            <ErrorText>This figure could not be drawn: {error.message}</ErrorText>
          </div>
        )}
      </div>
    </section>
  );
}
