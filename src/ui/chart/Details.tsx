import { useId, useMemo } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { FigureMaker } from '../../figures/figure.ts';
import type { Topic } from '../../figures/topics.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { useView } from '../lab.tsx';
import { plural } from '../text/format.ts';
import { FigureGrid } from './FigureGrid.tsx';
import styles from './Details.module.css';

interface TopicFigures {
  readonly topic: Topic;
  readonly figures: readonly FigureMaker[];
}

/** In the order of the first figure of each; those without a topic are left out. */
function byTopic(figures: readonly FigureMaker[]): TopicFigures[] {
  const topics = [...new Set(figures.flatMap(({ topic }) => topic ?? []))];
  return topics.map((topic) => ({ topic, figures: figures.filter((maker) => maker.topic === topic) }));
}

/** Figures folded by what they are about. Those of a topic that is closed are neither made nor drawn. */
export function Details({ figures }: { readonly figures: readonly FigureMaker[] }) {
  const titleId = useId();
  const open = useView((view) => view.topics);
  const setTopics = useView((view) => view.setTopics);
  const topics = useMemo(() => byTopic(figures), [figures]);
  if (topics.length === 0) return null;
  const ids = topics.map(({ topic }) => topic.id);
  const others = [...open].filter((id) => !ids.includes(id));
  const isAllOpen = ids.every((id) => open.has(id));
  return (
    <section className={styles.details} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          Details
        </h2>
        <Button small kind="quiet" onPress={() => setTopics(isAllOpen ? others : [...others, ...ids])}>
          {isAllOpen ? 'Close all' : 'Open all'}
        </Button>
      </header>
      {topics.map(({ topic, figures: own }) => (
        <Row
          key={topic.id}
          topic={topic}
          figures={own}
          isOpen={open.has(topic.id)}
          onOpen={(isOpen) => setTopics([...open].filter((id) => id !== topic.id).concat(isOpen ? topic.id : []))}
        />
      ))}
    </section>
  );
}

interface RowProps extends TopicFigures {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

function Row({ topic: { title, answers }, figures, isOpen, onOpen }: RowProps) {
  return (
    <Disclosure className={styles.row} isExpanded={isOpen} onExpandedChange={onOpen}>
      <Heading level={3}>
        <AriaButton slot="trigger" className={styles.button}>
          <Icon name="chevron" size={14} />
          <span className={styles.topic}>{title}</span>
          <span className={styles.count}>{plural(figures.length, 'figure')}</span>
          <span className={styles.answers}>{answers}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel className={styles.panel}>{isOpen && <FigureGrid figures={figures} level={4} />}</DisclosurePanel>
    </Disclosure>
  );
}
