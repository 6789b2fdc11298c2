import { useCallback, useEffect, type ComponentType } from 'react';
import { loadPart } from '../data/load-part.ts';
import type { Dropped } from './data/files.ts';
import { DataSetsDialog } from './data/DataSetsDialog.tsx';
import { openDropped } from './files/open.ts';
import { usePageLab } from './lab.tsx';
import { LabPage } from './LabPage.tsx';
import { isEmbedAddress } from './lesson/embed.ts';
import { EmbedPage } from './lesson/EmbedPage.tsx';
import { LessonDialog } from './lesson/LessonDialog.tsx';
import { useLessonReport } from './lesson/report.ts';
import { PaperDialog } from './paper/PaperDialog.tsx';
import { usePage, type PageName } from './route.ts';
import { ComparePage } from './runs/ComparePage.tsx';
import { RunsPage } from './runs/RunsPage.tsx';
import { CiteDialog } from './share/CiteDialog.tsx';
import { ShareDialog } from './share/ShareDialog.tsx';
import { FileDrop } from './shell/FileDrop.tsx';
import { Presentation } from './present/Presentation.tsx';
import { Header } from './shell/Header.tsx';
import { KeyboardDialog } from './shell/KeyboardDialog.tsx';
import { Notices } from './shell/Notices.tsx';
import { Part } from './shell/Part.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { WordsPage } from './words/WordsPage.tsx';
import styles from './App.module.css';

interface AppProps {
  /** What was dropped on the first page, to be opened here. */
  readonly takeDropped?: () => Dropped | null;
}

/** The lab: the page of it that the address names, and what belongs to all of them. */
export function App({ takeDropped }: AppProps) {
  useShortcuts();
  useLessonReport();
  const own = usePageLab();
  const page = usePage();
  const onDrop = useCallback((dropped: Dropped) => void openDropped(own, dropped), [own]);
  useEffect(() => {
    document.title = `Parsimony · ${(page && titles[page]) ?? 'an in-browser lab for compressing neural networks'}`;
  }, [page]);
  useEffect(() => {
    const dropped = takeDropped?.();
    if (dropped) onDrop(dropped);
  }, [takeDropped, onDrop]);
  if (isEmbedAddress(window.location)) {
    return (
      <>
        <EmbedPage />
        {/* That nothing is kept in a frame is as it should be. */}
        <Notices errorsOnly />
      </>
    );
  }
  return (
    <>
      {/* Followed as a link, it would leave the page that the address names. */}
      <a className={styles.skip} href="#results" onClick={focusResults}>
        Skip to the results
      </a>
      <Header />
      <Page />
      <DataSetsDialog />
      <ShareDialog />
      <LessonDialog />
      <CiteDialog />
      <PaperDialog />
      <KeyboardDialog />
      <Presentation />
      <Notices />
      <FileDrop onDrop={onDrop} />
    </>
  );
}

const titles: Partial<Record<PageName, string>> = {
  runs: 'Runs',
  compare: 'Compare',
  words: 'Words explained',
  reproduce: 'Reproduce',
  class: 'Class sheet',
};

/** Pages that come with the lab; every other one is the lab itself. */
const pages: Partial<Record<PageName, ComponentType>> = { runs: RunsPage, compare: ComparePage, words: WordsPage };

/** Pages that are fetched when they are asked for. */
const fetched: Partial<Record<PageName, () => Promise<ComponentType>>> = {
  reproduce: () => loadPart(() => import('./reproduce/ReproducePage.tsx')).then(({ ReproducePage }) => ReproducePage),
  class: () => loadPart(() => import('./class/ClassPage.tsx')).then(({ ClassPage }) => ClassPage),
};

const noProps = {};

function Page() {
  const page = usePage() ?? 'lab';
  const load = fetched[page];
  if (load)
    return (
      <Part key={page} name="This page" load={load} props={noProps}>
        <p className={styles.wait}>The page is being fetched …</p>
      </Part>
    );
  const Drawn = pages[page] ?? LabPage;
  return <Drawn />;
}

function focusResults(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('results')?.focus();
}
