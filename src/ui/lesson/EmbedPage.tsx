import { useState } from 'react';
import { messageOf } from '../../data/message-of.ts';
import { FigureCard } from '../chart/FigureCard.tsx';
import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { RunButtons } from '../run/RunButtons.tsx';
import { RunProgress } from '../run/RunProgress.tsx';
import { useIsCovered } from './covered.ts';
import { LessonCard } from './LessonCard.tsx';
import { useLessonFigures } from './useLessonFigures.ts';
import styles from './EmbedPage.module.css';

/** What a lesson shows in a frame of another page: its question, one figure, Run, and the way to the whole of it. */
export function EmbedPage() {
  const lesson = useLab((lab) => lab.lesson);
  const name = useLab((lab) => lab.study.name);
  const isCovered = useIsCovered();
  return (
    <main className={styles.page}>
      <h1 className={styles.title} dir="auto">
        {lesson?.view.title ?? name}
      </h1>
      <div className={styles.middle}>{isCovered ? <LessonCard /> : <FirstFigure names={lesson?.view.figures} />}</div>
      <footer className={styles.foot}>
        <RunButtons />
        <RunProgress />
        <OpenWhole />
      </footer>
    </main>
  );
}

/** The first of the named figures that there is something to show in, or the first that carries the finding. */
function FirstFigure({ names }: { readonly names: readonly string[] | undefined }) {
  const [first] = useLessonFigures(names);
  return first ? <FigureCard maker={first} isWide level={2} /> : null;
}

/** Opens the lab with all that is here: the study, what was predicted, and what came out. */
function OpenWhole() {
  const actions = useActions();
  const [trouble, setTrouble] = useState<string | null>(null);
  const open = async (): Promise<void> => {
    const { url, tooLong } = await actions.shareLink();
    const { url: short } = tooLong ? await actions.shareLink({ withoutResults: true }) : { url };
    window.open(short, '_blank', 'noopener');
  };
  return (
    <>
      <Button kind="quiet" icon="open" onPress={() => void open().catch((error: unknown) => setTrouble(messageOf(error)))}>
        Open full
      </Button>
      {trouble !== null && <span role="alert">{trouble}</span>}
    </>
  );
}
