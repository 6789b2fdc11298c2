import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { ReadCards } from '../../lab/card-reader.ts';
import { outcomes, type Outcome, type Paper } from '../../study/card.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useLab, usePageLab } from '../lab.tsx';
import { PaperCard } from './PaperCard.tsx';
import { FigureLabs } from './figure-labs.ts';
import { OutcomeFilter, type Chosen } from './OutcomeFilter.tsx';
import { outcomeWords } from './outcome-words.ts';
import { usePapers } from './usePapers.ts';
import { useTimes, type Times } from './useTimes.ts';
import styles from './ReproducePage.module.css';

/** Every table and figure of the papers, with what came of it here. */
export function ReproducePage() {
  const actions = useActions();
  const { papers: come, error } = usePapers();
  const { read: newest, error: unread } = useLab(({ cards }) => cards);
  // Twenty-five cards at once would keep the page busy; so they are drawn in pieces.
  const papers = useDeferredValue(come, null);
  const read = useDeferredValue(newest, null);
  const times = useTimes(papers);
  const [chosen, setChosen] = useState<Chosen>('all');
  const { beside } = usePageLab().lab;
  const labs = useMemo(() => new FigureLabs(beside), [beside]);
  useEffect(() => void actions.readCards(), [actions]);
  const kinds = useMemo(() => new Map<string, Outcome>(read?.cards.map(({ id, verdict }) => [id, verdict.kind])), [read]);
  const isShown = (id: string): boolean => chosen === 'all' || kinds.get(id) === chosen;
  return (
    <main className={styles.main} id="results" tabIndex={-1}>
      <header className={styles.head}>
        <h1 className={styles.title}>Reproduce</h1>
        <p className={styles.lead}>
          Every table and figure of the two papers behind this lab: what it claims, what is printed, and what came out here. Each can be run
          again in your browser. <PaceNote />
        </p>
        {papers && read && <Overview papers={papers} kinds={kinds} />}
      </header>
      {error && <ErrorText>The cards could not be shown: {error}</ErrorText>}
      {unread && (
        <div className={styles.trouble}>
          <ErrorText>The recorded runs could not be read, so there are no verdicts: {unread}</ErrorText>
          <Button small icon="retry" onPress={() => void actions.readCards()}>
            Try again
          </Button>
        </div>
      )}
      {papers && read ? <OutcomeFilter kinds={[...kinds.values()]} chosen={chosen} onChoose={setChosen} /> : null}
      {!come && !error && <p className={styles.note}>The cards are being fetched …</p>}
      {papers?.map((paper) => (
        <PaperSection key={paper.arXiv} paper={paper} read={read} times={times} labs={labs} isShown={isShown} />
      ))}
    </main>
  );
}

/** Whose pace the times on the cards are of. */
function PaceNote() {
  const { measured } = useLab((lab) => lab.pace);
  const backend = useLab((lab) => lab.backend);
  return measured.includes(backend) ? 'Times are for this computer.' : 'Times are those of another computer until something has run here.';
}

interface OverviewProps {
  readonly papers: readonly Paper[];
  readonly kinds: ReadonlyMap<string, Outcome>;
}

/** How many stand how, in one sentence. */
function Overview({ papers, kinds }: OverviewProps) {
  const all = [...kinds.values()];
  const parts = outcomes.flatMap((outcome) => {
    const count = all.filter((kind) => kind === outcome).length;
    return count === 0 ? [] : [`${count} ${outcomeWords[outcome].counted}`];
  });
  return (
    <p className={styles.overview} data-testid="overview">
      Of {all.length} cards of {papers.length} papers: {parts.join(', ')}.
    </p>
  );
}

interface PaperSectionProps {
  readonly paper: Paper;
  readonly read: ReadCards | null;
  readonly times: Times;
  readonly labs: FigureLabs;
  readonly isShown: (id: string) => boolean;
}

function PaperSection({ paper: { title, source, arXiv, cards }, isShown, ...rest }: PaperSectionProps) {
  const shown = cards.filter(({ id }) => isShown(id));
  if (shown.length === 0) return null;
  return (
    <section className={styles.paper} aria-labelledby={`paper-${arXiv}`}>
      <h2 id={`paper-${arXiv}`} className={styles.paperTitle}>
        {title}
      </h2>
      <p className={styles.note}>
        {source}. <a href={`https://arxiv.org/abs/${arXiv}`}>The paper</a>
      </p>
      <div className={styles.cards}>
        {shown.map((card) => (
          <PaperCard key={card.id} card={card} {...rest} />
        ))}
      </div>
    </section>
  );
}
