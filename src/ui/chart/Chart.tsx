import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import type { Figure, FigureMaker } from '../../figures/figure.ts';
import { usePageLab } from '../lab.tsx';
import { Drawing } from './drawing.ts';
import styles from './Chart.module.css';

export interface ChartHandle {
  resetZoom(): void;
}

interface ChartProps {
  readonly maker: FigureMaker;
  /** Whether it takes a whole row: then it is higher. */
  readonly isWide: boolean;
  /** What a screen reader says of the picture. */
  readonly label: string;
  /** Kept, but not shown: its figure is being read as a table, or there is nothing to draw. */
  readonly isHidden: boolean;
  readonly onFigure: (figure: Figure) => void;
  readonly onError: (error: Error | null) => void;
  readonly ref?: Ref<ChartHandle>;
}

/** The plot of a figure. It draws itself when it is in sight, follows the lab, and marks the cycle that is looked at. */
export function Chart({ maker, isWide, label, isHidden, onFigure, onError, ref }: ChartProps) {
  const own = usePageLab();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);

  useEffect(() => {
    if (!box.current || !plot.current || !overlay.current) return undefined;
    const current = new Drawing(own, maker, {
      plot: plot.current,
      overlay: overlay.current,
      hoverClass: styles.hovered,
      chosenClass: styles.chosen,
      onFigure,
      onError,
    });
    drawing.current = current;
    // A busy page gets several entries at once, the oldest first: one that left and came back must not count as gone.
    const sight = new IntersectionObserver((entries) => current.setInSight(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: '150px',
    });
    const size = new ResizeObserver(([entry]) =>
      current.setSize(Math.round(entry.contentRect.width), Math.round(entry.contentRect.height)),
    );
    sight.observe(box.current);
    size.observe(box.current);
    return () => {
      sight.disconnect();
      size.disconnect();
      current.end();
      drawing.current = null;
    };
  }, [own, maker, onFigure, onError]);

  useImperativeHandle(ref, () => ({ resetZoom: () => drawing.current?.resetZoom() }), []);

  return (
    <div
      ref={box}
      className={`${styles.box} ${isWide ? styles.wide : ''} ${maker.twoSquares ? styles.twoSquares : ''}`}
      data-hidden={isHidden || undefined}
    >
      {/* Plotly fills it: there is no image file that an <img> could show. */}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div ref={plot} className={styles.plot} role="img" aria-label={label} />
      <div ref={overlay} className={styles.overlay} aria-hidden="true" />
    </div>
  );
}
