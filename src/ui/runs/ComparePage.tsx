import { useEffect, useMemo, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { FigureInput } from '../../figures/figure.ts';
import { standingFigures, standingLook, standsAnywhere, type StandingInput } from '../../figures/standing.ts';
import type { Theme } from '../../figures/style.ts';
import type { ComparedRun } from '../../lab/stored-contract.ts';
import { FigureCard } from '../chart/FigureCard.tsx';
import { dataTitle } from '../../study/job-data.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { Mark } from '../kit/MethodMark.tsx';
import { PageLabContext, useActions, useLab, usePageLab } from '../lab.tsx';
import { compareAddress, goTo, runAddress, useComparedRuns } from '../route.ts';
import { aboutText } from '../text/about.ts';
import { plural } from '../text/format.ts';
import { useTheme } from '../theme.ts';
import { createView } from '../view.ts';
import { methodsOf, tellingText } from './rows.ts';
import { methodTitle } from '../text/labels.ts';
import card from '../kit/Card.module.css';
import styles from './ComparePage.module.css';

/** The stored runs that the address names, each in a colour of its own, of whatever families: nothing else is in these figures. */
export function ComparePage() {
  const ids = useComparedRuns();
  const runs = useStoredRuns(ids);
  return (
    <main className={styles.main} id="results" tabIndex={-1}>
      <section className={card.card} aria-labelledby="compare-title">
        <header className={styles.head}>
          <h1 id="compare-title" className={styles.title}>
            Compare
          </h1>
          <p className={styles.subtitle}>{runs === null ? 'being read' : plural(runs.length, 'stored run')}</p>
        </header>
        {runs && <RunList runs={runs} ids={ids} />}
      </section>
      {runs && runs.length > 0 && <Figures runs={runs} />}
    </main>
  );
}

/** Null until they have been read; one that is not stored here is left out, which a notice says. */
function useStoredRuns(ids: readonly string[]): readonly ComparedRun[] | null {
  const actions = useActions();
  const isOpen = useLab(({ stored }) => stored.state === 'open');
  const key = ids.join();
  const [found, setFound] = useState<{ readonly key: string; readonly runs: readonly ComparedRun[] } | null>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    let isWanted = true;
    void actions.readRuns(ids).then((runs) => isWanted && setFound({ key, runs }));
    return () => {
      isWanted = false;
    };
    // The address gives a new list each time, and the same key for the same runs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [actions, isOpen, key]);
  return found?.key === key ? found.runs : null;
}

function RunList({ runs, ids }: { readonly runs: readonly ComparedRun[]; readonly ids: readonly string[] }) {
  const actions = useActions();
  const theme = useTheme();
  const layBehind = async (): Promise<void> => {
    if (await actions.compareRuns(ids)) goTo('lab');
  };
  if (runs.length === 0)
    return (
      <p className={styles.empty}>
        None of these runs is stored in this browser. Choose some under <a href="#/runs">Runs</a>.
      </p>
    );
  return (
    <>
      <ul className={styles.runs} aria-label="Compared runs">
        {runs.map((run, place) => {
          const telling = tellingText(run, runs);
          return (
            <li key={run.id} className={styles.run}>
              <Mark {...standingLook(place, theme)} size={14} />
              <span className={styles.words}>
                <a className={styles.name} href={runAddress(run.id)}>
                  {run.name}
                </a>{' '}
                <span className={styles.telling}>
                  {[
                    aboutText(run.study),
                    telling || methodsOf(run.study).map(methodTitle).join(', '),
                    plural(run.runs.length, 'job'),
                    ...(standsAnywhere(run) ? [] : ['not in these figures: no network with an accuracy, which a regression never has']),
                  ].join(' · ')}
                </span>
              </span>
              {runs.length > 1 && (
                <IconButton
                  icon="close"
                  label={`Remove ${run.name} from the figure`}
                  small
                  onPress={() => window.location.replace(compareAddress(ids.filter((id) => id !== run.id)))}
                />
              )}
            </li>
          );
        })}
      </ul>
      <Button small icon="layers" onPress={() => void layBehind()}>
        Lay behind the lab’s figures
      </Button>
    </>
  );
}

function Figures({ runs }: { readonly runs: readonly ComparedRun[] }) {
  const own = usePageLab();
  const theme = useTheme();
  // What the lab hides, marks or zooms says nothing of these.
  const page = useMemo(() => {
    const store = createStore<FigureInput>()(() => inputOf(runs, theme));
    return { ...own, view: createView(), figures: { store, of: () => store.getState() } };
  }, [own, runs, theme]);
  return (
    <PageLabContext value={page}>
      <div className={styles.figures}>
        {standingFigures.map((maker) => (
          <FigureCard key={maker.name} maker={maker} isWide={false} level={2} />
        ))}
      </div>
    </PageLabContext>
  );
}

function inputOf(runs: readonly ComparedRun[], theme: Theme): StandingInput {
  const [{ study }] = runs;
  return {
    family: 'compared',
    study: {
      key: runs.map(({ id }) => id).join(),
      name: `${plural(runs.length, 'run')} compared`,
      data: [...new Set(runs.map((run) => dataTitle(run.study.job)))].join(', '),
      focus: 'behind',
    },
    job: study.job,
    own: [],
    shared: [],
    published: null,
    options: { theme, cycle: null, stored: runs },
  };
}
