import { useEffect, useMemo, useSyncExternalStore, type CSSProperties } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import type { FigureMaker } from '../../figures/figure.ts';
import { FigureCard } from '../chart/FigureCard.tsx';
import { useApplying } from '../chart/useApplying.ts';
import { viewOf } from '../families/index.ts';
import { IconButton } from '../kit/Button.tsx';
import { useFigureInput, useLab, useView } from '../lab.tsx';
import styles from './Presentation.module.css';

/** One figure as large as the screen, for a lecture: arrow keys step to the others, Escape leaves. */
export function Presentation() {
  const presented = useView((view) => view.presented);
  const present = useView((view) => view.present);
  const isOpen = presented !== null;
  useFullscreen(isOpen, () => present(null));
  return (
    <ModalOverlay className={styles.overlay} isOpen={isOpen} onOpenChange={(open) => !open && present(null)}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label="Presentation">
          {presented !== null && <Stage name={presented} onPresent={present} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface StageProps {
  readonly name: string;
  readonly onPresent: (name: string | null) => void;
}

function Stage({ name, onPresent }: StageProps) {
  const makers = usePresentable();
  const place = makers.findIndex((maker) => maker.name === name);
  const step = (by: number): void => onPresent(makers[(place + by + makers.length) % makers.length].name);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // A plot or a menu in it may want the keys for itself.
      if (event.defaultPrevented || (event.target as Element).closest('input, [role=menu], [role=radiogroup]')) return;
      const by = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 }[event.key];
      if (by === undefined || place === -1) return;
      event.preventDefault();
      step(by);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  const size = useScale();
  const maker = makers[place];
  if (!maker) return null;
  return (
    <>
      <div className={styles.stage} style={size}>
        <FigureCard key={maker.name} maker={maker} isWide level={2} />
      </div>
      <div className={styles.controls}>
        <IconButton icon="previous" label="Previous figure" onPress={() => step(-1)} />
        <span>
          {place + 1} of {makers.length}
        </span>
        <IconButton icon="next" label="Next figure" onPress={() => step(1)} />
        <IconButton icon="close" label="Leave the presentation" onPress={() => onPresent(null)} />
      </div>
    </>
  );
}

/** What can be stepped through: the figures of a lesson, or all that have something to show. */
function usePresentable(): readonly FigureMaker[] {
  const names = useLab((lab) => lab.lesson?.view.figures);
  const { figures } = viewOf(useFigureInput(({ family }) => family));
  const applying = useApplying(figures);
  return useMemo(() => (names ? applying.filter((maker) => names.includes(maker.name)) : applying), [applying, names]);
}

/** Room that a plot is drawn for, in pixels: on a larger screen it is enlarged, letters and all. */
const DRAWN = { width: 920, height: 560 };
/** What the title and the legend of a figure take of it. */
const AROUND = 150;

const onResize = (listener: () => void): (() => void) => {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
};

/** By a transformation, of which plots know where it puts the pointer. */
function useScale(): CSSProperties {
  const width = useSyncExternalStore(onResize, () => window.innerWidth);
  const height = useSyncExternalStore(onResize, () => window.innerHeight);
  const scale = Math.max(1, Math.min(width / DRAWN.width, height / DRAWN.height));
  const own = { width: width / scale, height: height / scale };
  return { ...own, transform: `scale(${scale})`, '--plot-height': `${own.height - AROUND}px` } as CSSProperties;
}

/** The whole screen, where the browser gives it; leaving it ends what wanted it. */
function useFullscreen(isWanted: boolean, onLeft: () => void): void {
  useEffect(() => {
    if (!isWanted || !document.fullscreenEnabled) return undefined;
    // Refused in some frames and by some people: the window is filled all the same.
    const asked = document.documentElement.requestFullscreen().then(
      () => true,
      () => false,
    );
    const onChange = (): void => {
      if (document.fullscreenElement === null) onLeft();
    };
    document.addEventListener('fullscreenchange', onChange);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      void asked.then(async (isFull) => {
        if (isFull && document.fullscreenElement !== null) await document.exitFullscreen();
      });
    };
    // Asked once for each presentation.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isWanted]);
}
